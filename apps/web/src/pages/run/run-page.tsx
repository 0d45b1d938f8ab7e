import { STAGE_STATUSES } from '@muster/core'
import { useState } from 'react'
import { useParams } from 'wouter'
import '../../style/run.css'
import { Values } from '../../ui/values.tsx'
import { StageDrawer } from './drawer/stage-drawer.tsx'
import { RunLedger } from './ledger/run-ledger.tsx'
import { FollowRun, useRun } from './run-context.tsx'
import { RunHead } from './run-head.tsx'
import { StageTable } from './table/stage-table.tsx'
import { useAddress, type View, VIEWS } from './use-address.ts'
import { useWaits, Waits } from './waits.tsx'

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
  const [address, show] = useAddress()
  const waits = useWaits()
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
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
              <StageTable
                address={address}
                opened={opened}
                onToggle={(stage, open) => setOpened((before) => new Map(before).set(stage, open))}
                onChoose={(stage) => show({ stage })}
              />
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
    </div>
  )
}
