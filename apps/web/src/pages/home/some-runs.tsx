import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { runs } from '../../api/queries.ts'
import { Problem } from '../../ui/problem.tsx'
import { RunRows } from '../runs/run-rows.tsx'

const FEW = 8

interface SomeRunsProps {
  readonly title: string
  readonly status: string
  readonly none: string
}

/** The newest runs of a status. */
export function SomeRuns({ title, status, none }: SomeRunsProps) {
  const { data, error } = useQuery(runs({ status, limit: FEW }))
  return (
    <section aria-label={title}>
      <div className="line">
        <h2>{title}</h2>
        <Link href={`/runs?status=${status}`}>All</Link>
      </div>
      {error !== null && <Problem of={error} />}
      {data?.runs.length === 0 && <p className="quiet">{none}</p>}
      {data !== undefined && data.runs.length > 0 && <RunRows runs={data.runs} counts={data.counts} />}
    </section>
  )
}
