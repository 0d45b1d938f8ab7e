import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { runs } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { RunRows } from './run-rows.tsx'

const STATUSES = ['running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'revoked']
const MOST = 100

/** Runs, newest first; what is shown of them is in the address. */
export function RunsPage() {
  useTitle('Runs')
  const [search, setSearch] = useSearchParams()
  const status = search.get('status') ?? ''
  const { data, error } = useQuery(runs({ limit: MOST, ...(status === '' ? {} : { status }) }))
  return (
    <>
      <div className="line">
        <h1>Runs</h1>
        <label>
          Status{' '}
          <select
            value={status}
            onChange={({ target }) => setSearch(target.value === '' ? {} : { status: target.value })}
          >
            <option value="">all</option>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {one.replace('_', ' ')}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the runs" />}
      {data?.runs.length === 0 && <NoRuns status={status} />}
      {data !== undefined && data.runs.length > 0 && <RunRows runs={data.runs} counts={data.counts} />}
    </>
  )
}

function NoRuns({ status }: { readonly status: string }) {
  if (status !== '') return <p className="empty">No run is {status.replace('_', ' ')}.</p>
  return (
    <section className="empty">
      <p>No runs yet. Start the first one in a terminal:</p>
      <CopyCommand command="npx muster run examples/hello.yaml" />
      <p className="quiet">It appears here as soon as it is admitted.</p>
    </section>
  )
}
