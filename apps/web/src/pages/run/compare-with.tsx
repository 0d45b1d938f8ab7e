import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { at } from '../../api/call.ts'
import { runs } from '../../api/queries.ts'
import { when } from '../../ui/words.ts'
import { useRun } from './run-context.tsx'

const MOST = 50

/** Goes to this run beside another one of its pipeline. */
export function CompareWith() {
  const id = useRun(({ run }) => run.id)
  const pipeline = useRun(({ run }) => run.pipeline)
  const [, go] = useLocation()
  const { data } = useQuery(runs({ limit: MOST }))
  const others = data?.runs.filter((run) => run.pipeline === pipeline && run.id !== id) ?? []
  if (others.length === 0) return null
  return (
    <label>
      Compare with{' '}
      <select value="" onChange={({ target }) => go(at`/runs/${id}/compare/${target.value}`)}>
        <option value="">another run</option>
        {others.map((run) => (
          <option key={run.id} value={run.id}>
            {when(run.submittedAt)}, {run.status.replace('_', ' ')}
          </option>
        ))}
      </select>
    </label>
  )
}
