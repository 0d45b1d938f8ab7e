import { useQuery } from '@tanstack/react-query'
import { Link, useSearch, useSearchParams } from 'wouter'
import { runs } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SavedViews } from '../../ui/saved-views.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { RunFilters } from './run-filters.tsx'
import { RunRows } from './run-rows.tsx'
import { readRunsView, runsCommand, searchOf } from './runs-view.ts'

const PAGE = 50

/** Runs, newest first; what is shown of them is in the address. */
export function RunsPage() {
  useTitle('Runs')
  const [search] = useSearchParams()
  const address = useSearch()
  const view = readRunsView(search)
  const { data, error } = useQuery(runs({ ...view, limit: PAGE }))
  const older = new URLSearchParams(search)
  older.set('before', data?.runs.at(-1)?.id ?? '')
  const filtered = Object.keys(view).some((name) => name !== 'before')
  return (
    <>
      <div className="line">
        <h1>Runs</h1>
        <SavedViews page="runs" query={address} />
      </div>
      <RunFilters />
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="the runs" />}
      {data?.runs.length === 0 && (filtered ? <p className="empty">No run is so.</p> : <NoRuns />)}
      {data !== undefined && data.runs.length > 0 && <RunRows runs={data.runs} counts={data.counts} />}
      <nav className="line pages" aria-label="Pages of runs">
        {view.before !== undefined && <Link href={`/runs?${newest(search)}`}>Newest</Link>}
        {data?.runs.length === PAGE && <Link href={`/runs?${older.toString()}`}>Older</Link>}
      </nav>
      {filtered && (
        <p className="line">
          <CopyCommand command={runsCommand(view)} />
          <Link href={`/search?q=${encodeURIComponent(searchOf(view))}`}>Search everything so</Link>
        </p>
      )}
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
