import type { Spending } from './budget.ts'
import type { EffectAsk, EffectReport } from './effect.ts'
import type { JobAsk, JobRefusal } from './job.ts'
import type { Json, JsonObject } from './json.ts'
import type { PermitAsk } from './permit.ts'

/** What went wrong in an attempt, in words a user can act on. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly hint: string | null
}

/** How an attempt ended. */
export type Outcome = AttemptEnd & {
  /** What it spent besides its time; absent is nothing. */
  readonly spent?: Spending
  /** The digest of the checkpoint that was written then; absent when there is none. */
  readonly checkpoint?: string
}

type AttemptEnd =
  | {
      readonly kind: 'succeeded'
      /** The phase's record (AgentOutput.data). */
      readonly record: JsonObject
      /** EXECUTE only: the agent's named outputs. */
      readonly outputs?: Readonly<Record<string, Json>>
    }
  | {
      readonly kind: 'failed'
      readonly fault: Fault
      readonly retryable: boolean
      readonly record: JsonObject
    }
  | { readonly kind: 'timed_out'; readonly record: JsonObject }

/** What a worker appends to the outcome stream when an attempt ended. */
export interface OutcomeMessage {
  readonly run: string
  readonly stage: string
  readonly phase: string
  readonly attempt: number
  readonly fence: number
  readonly worker: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
  readonly outcome: Outcome
  /** The worker keeps what the next phase needs, a process or a workspace: it goes there first. */
  readonly warm?: true
  /** That of the job: what agents of T2 and above are told to have done counts with it only. */
  readonly credential?: string
}

/**
 * What the outcome stream held that no worker of this fleet sealed: nothing of it is believed but that it came, and is
 * recorded with the run that it names.
 */
export interface ForgedMessage
  extends Pick<OutcomeMessage, 'run' | 'stage' | 'phase' | 'attempt' | 'fence' | 'worker'> {
  readonly forged: string
  readonly credential?: never
}

/** All that workers tell planners, in the order in which it happened. */
export type WorkerMessage = OutcomeMessage | EffectAsk | EffectReport | PermitAsk | JobAsk | JobRefusal
