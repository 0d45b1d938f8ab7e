import type { GateView } from '@muster/core'
import { Moment } from './moment.tsx'

/** By when an open gate is to be decided, and how long it has waited. */
export function GateTimes({ of }: { readonly of: Pick<GateView, 'deadlineAt' | 'openedAt'> }) {
  return (
    <>
      <span>
        closes in <Moment at={of.deadlineAt} as="until" />
      </span>
      <span className="quiet">
        waits <Moment at={of.openedAt} as="since" />
      </span>
    </>
  )
}
