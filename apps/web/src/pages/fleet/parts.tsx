import type { FleetView, StoreHealth } from '@muster/core'
import { Moment } from '../../ui/moment.tsx'
import { State } from '../../ui/state.tsx'

/** Whether what the fleet stands on is well. */
export function Parts({ of: { processes, ledger, store } }: { readonly of: FleetView }) {
  return (
    <ul className="parts" aria-label="What the fleet stands on">
      <Store name="Ledger" of={ledger} without="Nothing is admitted, decided or shown." />
      <Store name="Store" of={store} without="Agents wait; nothing that was decided is lost." />
      {processes.every(({ kind }) => kind !== 'planner') && (
        <li>
          <h3>Planner</h3>
          <State of="bad">none has been heard of</State>
          <p className="quiet">Runs do not move until one is started.</p>
        </li>
      )}
      {processes.map(({ id, kind, policies, beatAt }) => (
        <li key={id}>
          <h3>{kind === 'planner' ? 'Planner' : 'Dashboard'}</h3>
          {policies === null ? (
            <State of="bad">denies everything: it has no policies</State>
          ) : (
            <State of="good">at work</State>
          )}
          <p className="quiet">
            <code>{id}</code>, heard of <Moment at={beatAt} as="ago" />
          </p>
        </li>
      ))}
    </ul>
  )
}

interface StoreProps {
  readonly name: string
  readonly of: StoreHealth
  /** What follows while it is away. */
  readonly without: string
}

function Store({ name, of, without }: StoreProps) {
  return (
    <li>
      <h3>{name}</h3>
      {of.ok ? (
        <>
          <State of="good">answers in {of.ms} ms</State>
          <p className="quiet">{of.about}</p>
        </>
      ) : (
        <>
          <State of="bad">does not answer</State>
          <p className="why">{of.problem}</p>
          <p className="quiet">{without}</p>
        </>
      )}
    </li>
  )
}
