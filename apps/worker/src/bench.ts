import type { Clock, Log, OutcomeMessage } from '@muster/core'
import type { PhaseHost } from '@muster/runtime'
import type { AgentLock, AgentState, LogStream } from '@muster/store'
import type { Hold } from './hold.ts'

/** What a worker has at hand for every attempt. */
export interface Bench {
  /** The id of the worker. */
  readonly id: string
  readonly lock: AgentLock
  readonly state: AgentState
  readonly logs: LogStream
  readonly host: Pick<PhaseHost, 'artifacts' | 'workspaces' | 'path' | 'env'>
  readonly log: Log
  readonly clock: Clock
  /** Every attempt under way. */
  readonly holds: Set<Hold>
  append(message: OutcomeMessage): Promise<void>
}
