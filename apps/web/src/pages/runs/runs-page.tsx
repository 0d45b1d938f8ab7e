import { useQuery } from '@tanstack/react-query'
import { Link, useSearch, useSearchParams } from 'wouter'
import { runs } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { RunFilters } from './run-filters.tsx'
import { RunRows } from './run-rows.tsx'
import { readRunsView, runsCommand, sinceOf } from './runs-view.ts'
import { SavedViews } from './saved-views.tsx'

const PAGE = 50

/** Runs, newest first; what is shown of them is in the address. */
export function RunsPage() {
  useTitle('Runs')
  const [search] = useSearchParams()
  const address = useSearch()
  const view = readRunsView(search)
  const { within, before, ...asked } = view
  const since = sinceOf(within)
  const { data, error } = useQuery(
    runs({
      ...asked,
      ...(before === undefined ? {} : { before }),
      ...(since === null ? {} : { since }),
      limit: PAGE,
    }),
  )
  const older = new URLSearchParams(search)
  older.set('before', data?.runs.at(-1)?.id ?? '')
  const filtered = Object.keys(view).some((name) => name !== 'before')
  return (
    <>
      <div className="line">
        <h1>Runs</h1>
        <SavedViews address={address} />
      </div>
      <RunFilters />
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the runs" />}
      {data?.runs.length === 0 && (filtered ? <p className="empty">No run is so.</p> : <NoRuns />)}
      {data !== undefined && data.runs.length > 0 && <RunRows runs={data.runs} counts={data.counts} />}
      <nav className="line pages" aria-label="Pages of runs">
        {before !== undefined && <Link href={`/runs?${newest(search)}`}>Newest</Link>}
        {data?.runs.length === PAGE && <Link href={`/runs?${older.toString()}`}>Older</Link>}
      </nav>
      {filtered && <CopyCommand command={runsCommand(view)} />}
    </>
  )
}

function newest(search: URLSearchParams): string {
  const next = new URLSearchParams(search)
  next.delete('before')
  return next.toString()
}

function NoRuns() {
  return (
    <section className="empty">
      <p>No runs yet. Start the first one in a terminal:</p>
      <CopyCommand command="npx muster run examples/hello.yaml" />
      <p className="quiet">It appears here as soon as it is admitted.</p>
    </section>
  )
}
