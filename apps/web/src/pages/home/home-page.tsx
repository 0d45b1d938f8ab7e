import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { runs } from '../../api/queries.ts'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { RunRows } from '../runs/run-rows.tsx'

const FEW = 10

/** What needs me now, what is running, what failed lately. */
export function HomePage() {
  useTitle('Home')
  return (
    <>
      <h1 className="unseen">Home</h1>
      <Some title="Running" status="running" none="Nothing is running." />
      <Some title="Failed lately" status="failed" none="Nothing has failed." />
    </>
  )
}

interface SomeProps {
  readonly title: string
  readonly status: string
  readonly none: string
}

function Some({ title, status, none }: SomeProps) {
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
