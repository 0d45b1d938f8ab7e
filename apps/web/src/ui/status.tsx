import type { RunStatus, StageStatus } from '@muster/core'
import { Symbol } from './symbol.tsx'

/** A status by shape, word and colour: any one of them is enough. */
export function Status({ of }: { readonly of: RunStatus | StageStatus }) {
  return (
    <span className={`status is-${of}`}>
      <Symbol name={of} />
      {of.replace('_', ' ')}
    </span>
  )
}
