import type { Actor } from './actor.ts'
import type { ClarifiedPlan, Review } from './budget.ts'
import type { AskedEffect, EffectDenial, EffectEnd } from './effect.ts'
import type { Decision, GateBinds, Verdict, Vote, Voter } from './gate.ts'
import type { StageId } from './graph.ts'
import type { Json, JsonObject } from './json.ts'
import type { Fault, Outcome } from './outcome.ts'
import type { WorkPhase } from './phase.ts'
import type { PolicyAction, PolicyGround } from './policy.ts'
import type { ResumePoint } from './state.ts'
import type { EndStatus, RunEndStatus } from './status.ts'
import type { Tier } from './tier.ts'

/** What may happen to a run: the only things that change it. Times are milliseconds since 1970. */
export type Fact =
  | {
      readonly kind: 'run.submitted'
      readonly by: Actor
      /** Digests of the graph and of the inputs. */
      readonly graph: string
      readonly inputs: string
      /** Gates approve themselves: a demonstration, recorded as such. */
      readonly yesToGates: boolean
      /** What let it start. Facts from before policies were asked have none. */
      readonly policy?: PolicyGround
    }
  | {
      readonly kind: 'run.stopping'
      readonly status: 'cancelled' | 'timed_out' | 'revoked'
      readonly by: Actor
      readonly reason: string | null
      /** The hash of the revocation that it follows from: of the run's project. */
      readonly revocation?: string
      /** What let a person do so. */
      readonly policy?: PolicyGround
    }
  | {
      /** These agents are revoked; the run goes on without them. */
      readonly kind: 'agents.revoked'
      readonly stages: readonly StageId[]
      readonly by: Actor
      readonly reason: string
      /** The hash of the revocation that it follows from: of their template. */
      readonly revocation?: string
      readonly policy?: PolicyGround
    }
  /** Somebody asked for something about the run that policies do not allow. */
  | {
      readonly kind: 'policy.denied'
      readonly action: PolicyAction
      readonly by: Actor
      /** What it was about: the run, or the id of a gate or an agent of it. */
      readonly on: string
      readonly policy: PolicyGround
    }
  | {
      readonly kind: 'run.retried'
      readonly by: Actor
      /** The stage that runs again whatever it came to, with all that depends on it; absent when none was chosen. */
      readonly from?: StageId
      readonly policy?: PolicyGround
    }
  | {
      readonly kind: 'run.resumed'
      readonly by: Actor
      readonly stage: StageId
      /** Where the stage goes on; everything else is as with a retry. */
      readonly point: ResumePoint
      readonly policy?: PolicyGround
    }
  | { readonly kind: 'run.finished'; readonly status: RunEndStatus; readonly reason: string | null }
  | { readonly kind: 'guard.decided'; readonly stage: StageId; readonly passed: boolean }
  | { readonly kind: 'condition.decided'; readonly stage: StageId; readonly taken: 'then' | 'else' }
  /** An agent waits until there is room for it. */
  | {
      readonly kind: 'stage.held'
      readonly stage: StageId
      readonly because: string
      /** The project whose limit it is; absent for one of the tenant itself. */
      readonly project?: string
    }
  /** There may be room for these agents. */
  | { readonly kind: 'stages.released'; readonly stages: readonly StageId[] }
  | {
      readonly kind: 'stage.started'
      readonly stage: StageId
      /** The artifact that holds an agent's brief; null for a container. */
      readonly brief: string | null
      /** The digest of the policies that let an agent begin, when it is another than the one before in this run. */
      readonly policy?: string
    }
  | {
      readonly kind: 'stage.ending'
      readonly stage: StageId
      readonly status: EndStatus
      readonly reason: string | null
      /** What denied the agent to go on. */
      readonly policy?: PolicyGround
    }
  | { readonly kind: 'stage.timed_out'; readonly stage: StageId }
  | {
      readonly kind: 'stage.finished'
      readonly stage: StageId
      readonly status: EndStatus
      readonly reason: string | null
      /** What denied the agent to go on. */
      readonly policy?: PolicyGround
    }
  | {
      readonly kind: 'attempt.dispatched'
      readonly stage: StageId
      readonly phase: WorkPhase
      readonly attempt: number
      readonly fence: number
      /** When it may start: later than now after a failure with backoff. */
      readonly notBefore: number
      /** The worker to whose own queue it goes; absent when it goes to its tier's. */
      readonly home?: string
      /** What lets an agent of T2 or above EXECUTE. */
      readonly policy?: PolicyGround
    }
  | {
      readonly kind: 'attempt.settled'
      readonly stage: StageId
      readonly phase: WorkPhase
      readonly attempt: number
      readonly fence: number
      readonly worker: string
      readonly startedAt: number
      readonly finishedAt: number
      readonly outcome: Outcome
      readonly warm?: true
    }
  | {
      readonly kind: 'attempt.refused'
      readonly stage: StageId
      readonly phase: WorkPhase
      readonly attempt: number
      readonly fence: number
      readonly worker: string
      readonly because: string
      /** Refusals of this run that it stands for, the newest of which it tells; absent for itself alone. */
      readonly count?: number
    }
  | {
      readonly kind: 'attempt.lost'
      readonly stage: StageId
      readonly fence: number
      /** Absent when its job was gone from the store. */
      readonly because?: string
    }
  /** EXECUTE at T2 or above may begin: committed before the permit is signed. */
  | {
      readonly kind: 'permit.issued'
      readonly stage: StageId
      readonly permit: string
      readonly attempt: number
      readonly fence: number
      readonly tier: Tier
      /** The digest of the plan. */
      readonly plan: string
      readonly worker: string
    }
  | { readonly kind: 'plan.clarified'; readonly stage: StageId; readonly clarification: ClarifiedPlan }
  | {
      readonly kind: 'gate.opened'
      readonly stage: StageId
      readonly approvers: readonly string[]
      readonly deadline: number
      readonly digest: string
      /** Absent in entries from before gates told what they bind to. */
      readonly binds?: GateBinds
      /** What is different since the round before, in words; absent when nothing is, or in the first round. */
      readonly changed?: readonly string[]
    }
  | {
      readonly kind: 'gate.voted'
      readonly stage: StageId
      readonly vote: Vote
      /** What let the voter vote. */
      readonly policy?: PolicyGround
    }
  /** A vote that did not count. */
  | {
      readonly kind: 'gate.refused'
      readonly stage: StageId
      readonly voter: Voter
      readonly decision: Decision
      /** The code of the error that the voter was told. */
      readonly because: string
      /** What denied a vote that would follow from the run itself: of an agent, or of an author with --yes-to-gates. */
      readonly policy?: PolicyGround
    }
  | { readonly kind: 'gate.reminded'; readonly stage: StageId }
  | { readonly kind: 'gate.expired'; readonly stage: StageId }
  /** The delay after the last approval is over. */
  | { readonly kind: 'gate.ripened'; readonly stage: StageId }
  | {
      readonly kind: 'gate.escalated'
      readonly stage: StageId
      readonly approvers: readonly string[]
      readonly deadline: number
    }
  | {
      readonly kind: 'gate.decided'
      readonly stage: StageId
      readonly verdict: Verdict
      readonly reason: string | null
    }
  /** Agents are to plan anew, told why. */
  | {
      readonly kind: 'gate.sent_back'
      readonly stage: StageId
      /** The agents that plan anew. */
      readonly to: readonly StageId[]
      /** All stages that start anew because of it; none when the agent that waits goes back to PLAN itself. */
      readonly again: readonly StageId[]
      readonly review: Review
    }
  /** INTENT: committed before anything is done. */
  | {
      readonly kind: 'effect.intended'
      readonly stage: StageId
      /** From 1 for each agent; counts on through retries of the run. */
      readonly effect: number
      readonly asked: AskedEffect
      readonly policy?: PolicyGround
    }
  | {
      readonly kind: 'effect.denied'
      readonly stage: StageId
      readonly effect: number
      readonly asked: AskedEffect
      readonly code: EffectDenial
      readonly reason: string
      readonly policy?: PolicyGround
    }
  /** OUTCOME. */
  | {
      readonly kind: 'effect.ended'
      readonly stage: StageId
      readonly effect: number
      readonly ended: EffectEnd
      readonly reason: string | null
      readonly result: JsonObject
      readonly startedAt: number
      readonly finishedAt: number
    }
  /** An OUTCOME that came too late to count. */
  | {
      readonly kind: 'effect.refused'
      readonly stage: StageId
      readonly effect: number
      readonly ended: EffectEnd
      readonly worker: string
      readonly because: string
      /** As with `attempt.refused`. */
      readonly count?: number
    }
  /** What a person says of an effect that was unknown. */
  | {
      readonly kind: 'effect.settled'
      readonly stage: StageId
      readonly effect: number
      readonly happened: boolean
      readonly by: Actor
      readonly reason: string | null
    }

export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>

/** What a refusal says of those that it stands for besides itself. */
export function othersRefused({ count = 1 }: FactOf<'attempt.refused' | 'effect.refused'>): string {
  return count === 1 ? '' : `, the newest of ${count} that are not told one by one`
}

/** One immutable record of the ledger: what happened to a run, and all that was decided because of it. */
export interface Entry {
  readonly run: string
  /** From 1, without gaps. */
  readonly seq: number
  readonly at: number
  readonly cause: Fact
  readonly effects: readonly Fact[]
}

/** An entry as it is stored: its canonical bytes, which name the hash of the entry before. */
export interface SealedEntry {
  readonly tenant: string
  readonly run: string
  readonly seq: number
  readonly kind: Fact['kind']
  /** Canonical JSON of the entry, its tenant and `prev`. */
  readonly body: string
  /** Hex SHA-256 of `body`. */
  readonly hash: string
}

/** A fault as one line. */
export function describeFault(fault: Fault): string {
  return fault.hint === null ? fault.message : `${fault.message} ${fault.hint}`
}

/** The value under which a fact's outputs are kept: nothing for anything but a success with outputs. */
export function outputsOf(outcome: Outcome): Readonly<Record<string, Json>> {
  return outcome.kind === 'succeeded' ? (outcome.outputs ?? {}) : {}
}
