import type { WorkerView } from '@muster/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { at, send } from '../../api/call.ts'
import { Act } from '../../ui/act.tsx'
import { ActsHead } from '../../ui/acts-head.tsx'
import { Moment } from '../../ui/moment.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { useMay } from '../../ui/use-may.ts'
import { State } from '../../ui/state.tsx'

/** Workers as a table: what each holds, and the means to take it out of use. */
export function WorkerRows({ of }: { readonly of: readonly WorkerView[] }) {
  const mayOperate = useMay('operate')
  return (
    <table className="rows workers">
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">State</th>
          <th scope="col">Tiers</th>
          <th scope="col">Load</th>
          <th scope="col">Works on</th>
          <th scope="col">Version</th>
          <th scope="col">Heartbeat</th>
          {mayOperate && <ActsHead />}
        </tr>
      </thead>
      <tbody>
        {of.map((worker) => (
          <tr key={worker.id}>
            <td>
              <code>{worker.id}</code>
              {worker.sandbox === 'off' && <p className="why">without a sandbox</p>}
            </td>
            <td>
              <StateOf worker={worker} />
            </td>
            <td>
              <span className="tiers">
                {worker.tiers.map((tier) => (
                  <span key={tier}>T{tier}</span>
                ))}
              </span>
            </td>
            <td>
              <Load worker={worker} />
            </td>
            <td>
              <Held worker={worker} />
            </td>
            <td className="number">{worker.version ?? 'unknown'}</td>
            <td className="number">
              <Moment at={worker.beatAt} as="ago" />
            </td>
            {mayOperate && (
              <td>
                <Actions worker={worker} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function held({ held: all, agents }: WorkerView): number {
  return all ?? agents.length
}

function StateOf({ worker }: { readonly worker: WorkerView }) {
  const { revoked, draining } = worker
  if (revoked === true) return <State of="revoked">revoked</State>
  if (draining !== undefined)
    return (
      <>
        <State of="leaving">{held(worker) === 0 ? 'drained' : 'draining'}</State>
        <p className="quiet">
          {held(worker) === 0 ? 'may be stopped; asked for' : 'takes no new agents, asked for'} by{' '}
          {draining.by} <Moment at={draining.at} as="ago" />
        </p>
      </>
    )
  return held(worker) === 0 ? <State of="good">ready</State> : <State of="busy">at work</State>
}

function Load({ worker }: { readonly worker: WorkerView }) {
  const places = worker.concurrency * worker.tiers.length
  return (
    <span className="progress">
      <progress max={Math.max(1, places)} value={held(worker)} aria-label="Places taken" />
      {held(worker)} of {places}
    </span>
  )
}

function Held({ worker }: { readonly worker: WorkerView }) {
  const { agents, phases = {} } = worker
  const others = held(worker) - agents.length
  if (held(worker) === 0) return <span className="quiet">nothing</span>
  return (
    <ul className="held">
      {agents.map((agent) => {
        const dot = agent.indexOf('.')
        const run = agent.slice(0, dot)
        return (
          <li key={agent}>
            <Link href={`${at`/runs/${run}`}?stage=${encodeURIComponent(agent.slice(dot + 1))}`}>
              {agent}
            </Link>{' '}
            <span className="quiet">{phases[agent] ?? ''}</span>
          </li>
        )
      })}
      {others > 0 && <li className="quiet">{others} that are not yours to see</li>}
    </ul>
  )
}

function Actions({ worker }: { readonly worker: WorkerView }) {
  const queries = useQueryClient()
  const { id, draining, revoked } = worker
  const drain = async (lift: boolean) => {
    await send(at`/workers/${id}/drain`, { lift })
    await queries.invalidateQueries({ queryKey: ['fleet'] })
  }
  const revoke = async (reason: string) => {
    await send('/revocations', { scope: 'worker', id, reason })
    await queries.invalidateQueries({ queryKey: ['tenant'] })
  }
  return (
    <span className="acts">
      {draining === undefined ? (
        <Act
          name="Drain"
          what="It ends the agents that it has and takes no new ones, until it is gone or this is lifted. Nothing is lost: what waits goes to other workers."
          command={() => `npx muster worker drain ${shellWord(id)}`}
          act={() => drain(false)}
        />
      ) : (
        <Act
          name="Stop draining"
          what="It takes new agents again."
          command={() => `npx muster worker drain ${shellWord(id)} --lift`}
          act={() => drain(true)}
        />
      )}
      {revoked !== true && (
        <Act
          name="Revoke"
          kind="grave"
          reason="needed"
          what="What it holds is taken away at once and goes to other workers. Nothing that it says counts, until that is lifted."
          command={(reason) => `npx muster revoke worker ${shellWord(id)} --reason ${shellWord(reason)}`}
          act={revoke}
        />
      )}
    </span>
  )
}
