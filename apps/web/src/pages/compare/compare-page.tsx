import { type Graph, type Json, type RunView, type StageRow, visible } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link, useParams } from 'wouter'
import { at, call } from '../../api/call.ts'
import '../../style/compare.css'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { span } from '../../ui/span.ts'
import { Status } from '../../ui/status.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Value } from '../../ui/values.tsx'
import {
  type ComparedRun,
  compareRuns,
  type Difference,
  differs,
  nodesOfBoth,
  type StageDifference,
} from './compare-runs.ts'

// What draws graphs is large, and the page is of use before it is there.
const CompareGraph = lazy(async () => ({ default: (await import('./compare-graph.tsx')).CompareGraph }))

/** Rows of stages shown at first. */
const MANY = 200

/** Two runs side by side: what differs in what they were given, what they are, what they came to and how long it took. */
export function ComparePage() {
  const { run = '', other = '' } = useParams()
  useTitle('Two runs')
  const [one, two] = [useCompared(run), useCompared(other)]
  const error = one.error ?? two.error
  if (error !== null) return <Problem of={error} />
  if (one.data === undefined || two.data === undefined) return <Loading what="both runs" />
  return <Compared one={one.data} other={two.data} />
}

function useCompared(run: string) {
  return useQuery({
    queryKey: ['run', run, 'compared'],
    queryFn: async (): Promise<ComparedRun> => {
      const [view, graph] = await Promise.all([
        call<RunView>(`${at`/runs/${run}`}?attempts=none`),
        call<Graph>(at`/runs/${run}/graph`),
      ])
      return { view, graph }
    },
  })
}

function Compared({ one, other }: { readonly one: ComparedRun; readonly other: ComparedRun }) {
  const [all, setAll] = useState(false)
  const [chosen, choose] = useState<string | null>(null)
  const { inputs, stages } = useMemo(() => compareRuns(one, other), [one, other])
  const nodes = useMemo(() => nodesOfBoth(one.graph, other.graph), [one, other])
  const differing = stages.filter(differs)
  const shown = chosen === null ? (all ? stages : differing) : stages.filter(({ name }) => name === chosen)
  return (
    <>
      <h1>Two runs</h1>
      <div className="sides">
        <Side of={one} />
        <Side of={other} />
      </div>
      <section aria-label="Inputs">
        <h2>Inputs</h2>
        {inputs.length === 0 ? <p className="quiet">The same.</p> : <Pairs of={inputs} />}
      </section>
      <section aria-label="Stages">
        <div className="line">
          <h2>Stages</h2>
          <span className="quiet">
            {differing.length} of {stages.length} differ
          </span>
          <label>
            <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} /> Show all
          </label>
          {chosen !== null && (
            <button type="button" onClick={() => choose(null)}>
              Not only {chosen}
            </button>
          )}
        </div>
        <Suspense fallback={<Loading what="the graph" />}>
          <CompareGraph nodes={nodes} stages={stages} chosen={chosen} onChoose={choose} />
        </Suspense>
        {shown.length > 0 && (
          <table className="rows compared">
            <thead>
              <tr>
                <th scope="col">Stage</th>
                <th scope="col">{one.view.run.id}</th>
                <th scope="col">{other.view.run.id}</th>
                <th scope="col">Took</th>
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, MANY).map((stage) => (
                <StageDiff key={stage.name} of={stage} />
              ))}
            </tbody>
          </table>
        )}
        {shown.length > MANY && (
          <p className="quiet">
            The first {MANY} of {shown.length}.
          </p>
        )}
      </section>
      <p>
        <CopyCommand command={`npx muster status ${one.view.run.id}`} />
      </p>
    </>
  )
}

function Side({ of: { view } }: { readonly of: ComparedRun }) {
  const { run } = view
  return (
    <article className="card">
      <p>
        <Link href={at`/runs/${run.id}`}>{run.pipeline}</Link> <span className="quiet">{run.version}</span>{' '}
        <Status of={run.status} />
      </p>
      <code>{run.id}</code>
      <p className="quiet">
        <Moment at={run.submittedAt} as="ago" />
        {run.finishedAt !== null && `, took ${span(run.finishedAt - run.submittedAt)}`}
      </p>
      {run.reason !== null && run.status !== 'succeeded' && <p className="why">{visible(run.reason, 500)}</p>}
    </article>
  )
}

function Pairs({ of }: { readonly of: readonly Difference<Json>[] }) {
  return (
    <dl className="pairs">
      {of.map(({ name, one, other }) => (
        <div key={name}>
          <dt>{visible(name, 200)}</dt>
          <dd>
            <Value of={one} />
          </dd>
          <dd>
            <Value of={other} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function StageDiff({ of }: { readonly of: StageDifference }) {
  const { name, one, other, redefined, outputs } = of
  return (
    <tr>
      <th scope="row">
        {visible(name, 200)}
        {redefined && <p className="quiet">the pipeline says something else of it</p>}
        {outputs.length > 0 && (
          <details>
            <summary>{outputs.length} outputs differ</summary>
            <Pairs of={outputs} />
          </details>
        )}
      </th>
      <td>
        <Standing of={one} />
      </td>
      <td>
        <Standing of={other} />
      </td>
      <td className="number">{tookOf(one, other)}</td>
    </tr>
  )
}

function Standing({ of }: { readonly of: StageRow | null }) {
  if (of === null) return <span className="quiet">is not in it</span>
  return (
    <>
      <Status of={of.status} />
      {of.reason !== null && of.status !== 'succeeded' && <p className="why">{visible(of.reason, 300)}</p>}
    </>
  )
}

function tookOf(one: StageRow | null, other: StageRow | null): string {
  const [left, right] = [lastedOf(one), lastedOf(other)]
  if (left === null || right === null)
    return [left, right].map((ms) => (ms === null ? '–' : span(ms))).join(' → ')
  const more = right - left
  return `${span(left)} → ${span(right)} (${more < 0 ? '−' : '+'}${span(Math.abs(more))})`
}

function lastedOf(stage: StageRow | null): number | null {
  if (stage === null || stage.startedAt === null || stage.finishedAt === null) return null
  return stage.finishedAt - stage.startedAt
}
