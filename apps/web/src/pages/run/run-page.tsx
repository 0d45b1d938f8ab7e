import { assertNever, STAGE_STATUSES } from '@muster/core'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useParams } from 'wouter'
import '../../style/graph.css'
import '../../style/run.css'
import { Loading } from '../../ui/loading.tsx'
import { Values } from '../../ui/values.tsx'
import { CompareWith } from './compare-with.tsx'
import { StageDrawer } from './drawer/stage-drawer.tsx'
import { RunLedger } from './ledger/run-ledger.tsx'
import { FollowRun, useRun } from './run-context.tsx'
import { RunHead } from './run-head.tsx'
import { StageTable } from './table/stage-table.tsx'
import { Timeline } from './timeline/timeline.tsx'
import { type Address, useAddress, type View, VIEWS } from './use-address.ts'
import { useWaits, Waits } from './waits.tsx'

// What draws graphs is large, and whoever looks at a table needs none of it.
const StageGraph = lazy(async () => ({ default: (await import('./graph/stage-graph.tsx')).StageGraph }))

/** One run: what it does, why it waits, and one of its stages in full. What is shown is in the address. */
export function RunPage() {
  const { run = '' } = useParams()
  return (
    <FollowRun key={run} run={run}>
      <Run />
    </FollowRun>
  )
}

function Run() {
  const [address] = useAddress()
  const waits = useWaits()
  const node = useRun(({ nodes }) => nodes.get(address.stage ?? '') ?? null)
  const trimmed = useRun(({ run }) => run.trimmedAt !== null)
  const inputs = useRun((followed) => followed.inputs)
  return (
    <>
      <RunHead />
      {!trimmed && (
        <>
          <Waits of={waits} />
          <Choice />
          <div className="run-body" data-drawer={node !== null}>
            <div className="run-view">
              <StageView address={address} />
            </div>
            {node !== null && <StageDrawer node={node} waits={waits} />}
          </div>
          {Object.keys(inputs).length > 0 && (
            <section aria-label="Inputs">
              <h2>Inputs</h2>
              <Values of={inputs} />
            </section>
          )}
          <RunLedger />
        </>
      )}
    </>
  )
}

/** The stages as they are to be shown; what was opened in one view is open in the others. */
function StageView({ address }: { readonly address: Address }) {
  const [, show] = useAddress()
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const onToggle = useCallback(
    (stage: string, open: boolean) => setOpened((before) => new Map(before).set(stage, open)),
    [],
  )
  const onChoose = useCallback((stage: string) => show({ stage }), [show])
  switch (address.view) {
    case 'graph':
      return (
        <Suspense fallback={<Loading what="the graph" />}>
          <StageGraph address={address} opened={opened} onToggle={onToggle} onChoose={onChoose} />
        </Suspense>
      )
    case 'timeline':
      return <Timeline address={address} onChoose={onChoose} />
    case 'table':
      return <StageTable address={address} opened={opened} onToggle={onToggle} onChoose={onChoose} />
    default:
      return assertNever(address.view)
  }
}

const NAMES: Readonly<Record<View, string>> = { graph: 'Graph', timeline: 'Timeline', table: 'Table' }

/** How the stages are shown, and which of them. */
function Choice() {
  const [{ view, find, status }, show] = useAddress()
  return (
    <div className="line choice">
      <div className="switch" role="group" aria-label="Show the stages as">
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => show({ view: one })}>
            {NAMES[one]}
          </button>
        ))}
      </div>
      <input
        type="search"
        placeholder="Find a stage"
        aria-label="Find a stage"
        value={find}
        onChange={({ target }) => show({ find: target.value }, 'replace')}
      />
      <label>
        Status{' '}
        <select value={status} onChange={({ target }) => show({ status: target.value }, 'replace')}>
          <option value="">all</option>
          {STAGE_STATUSES.map((one) => (
            <option key={one} value={one}>
              {one.replace('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <CompareWith />
    </div>
  )
}
