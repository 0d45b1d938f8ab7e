import type { AttemptJob, Clock, Log, Outcome, WorkerMessage } from '@muster/core'
import type { PermitCheck } from '@muster/identity'
import type { Agents, Launcher, Model, PhaseHost, Secrets } from '@muster/runtime'
import type { AgentLock, AgentState, LogStream } from '@muster/store'
import type { EffectDesk } from './effect-desk.ts'
import type { Hold } from './hold.ts'
import type { Leases } from './leases.ts'
import type { Reported } from './reported.ts'

/** Runs one attempt of one phase. What the agent does becomes an Outcome; a stop from outside throws Aborted. */
export type Perform = (job: AttemptJob, host: PhaseHost) => Promise<Outcome>

/** What agents are given on a worker's machine, whatever they work at. */
export type WorkerHost = Pick<
  PhaseHost,
  'artifacts' | 'workspaces' | 'launcher' | 'project' | 'hidden' | 'path' | 'env'
>

/** What a worker has at hand for every attempt. */
export interface Bench {
  /** The id of the worker. */
  readonly id: string
  readonly lock: AgentLock
  readonly state: AgentState
  readonly logs: LogStream
  readonly host: WorkerHost
  /** The processes of the agents that live on this worker. */
  readonly agents: Agents
  readonly effects: EffectDesk
  /** Whether a permit is for what is about to be done. */
  readonly permits: PermitCheck
  /** Starts declared commands, outside any sandbox. */
  readonly outside: Launcher
  /** What agents may ask through this worker; null when it has none. */
  readonly model: Model | null
  /** What effects may refer to by name. */
  readonly secrets: Secrets
  readonly perform: Perform
  /** Whether agents leave something here between their phases, which the next one is better off with. */
  readonly warm: boolean
  readonly log: Log
  readonly clock: Clock
  /** Every attempt under way. */
  readonly holds: Map<Hold, AttemptJob>
  readonly leases: Leases
  readonly reported: Reported
  append(message: WorkerMessage): Promise<unknown>
}
