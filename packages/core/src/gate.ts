import type { Actor } from './actor.ts'
import type { Json } from './json.ts'
import type { StageId } from './graph.ts'
import type { InputSpec } from './template.ts'

export const GATE_TYPES = ['approval', 'consensus'] as const
export type GateType = (typeof GATE_TYPES)[number]

/** How a gate is decided. What is optional came later than the first graphs. */
export interface GatePolicy {
  /** `approval`: one rejection rejects. `consensus`: it passes or fails by the count alone. */
  readonly type: GateType
  /** People by name, `role:owner`, or `agent:STAGE` with the id of a stage; empty means anyone who may vote at all. */
  readonly approvers: readonly string[]
  /** How many distinct approvers must approve. */
  readonly quorum: 'any' | 'all' | number
  /** How many people, told apart by who they are, must be among them. Default: 1, so that agents never decide alone. */
  readonly people?: number
  /** How many agents must be among them. Default: 0. */
  readonly agents?: number
  /** Those whose rejection rejects at once, whatever the type: entries as in `approvers`. */
  readonly vetoes?: readonly string[]
  readonly timeoutMs: number
  readonly onTimeout:
    | { readonly do: 'reject' }
    | { readonly do: 'escalate'; readonly approvers: readonly string[] }
  /** How often those who have not answered are reminded; null is never. */
  readonly remindMs?: number | null
  /** Whether the person who started the run may vote. */
  readonly allowAuthor: boolean
  /** How often it may be sent back. Default: DEFAULT_SEND_BACKS. */
  readonly sendBacks?: number
  /** The agents that plan anew when it is sent back; of a plan gate the agent itself. */
  readonly sendBackTo?: readonly StageId[]
  /** What an approver fills in: the outputs of the gate. */
  readonly form?: Readonly<Record<string, InputSpec>>
  readonly message: string | null
}

/** Send-backs that a gate takes when the pipeline does not say: after so many rounds the matter is one for a talk. */
export const DEFAULT_SEND_BACKS = 3

export const DECISIONS = ['approve', 'reject', 'send-back', 'abstain', 'delegate'] as const
export type Decision = (typeof DECISIONS)[number]

/** Where people and scripts decide. */
export const SURFACES = ['page', 'cli', 'api', 'sdk', 'queue'] as const
export type Surface = (typeof SURFACES)[number]
/** Those that say so themselves: what came by the queue is known to have. */
export type NamedSurface = Exclude<Surface, 'queue'>

/** An agent of the run itself, named by its id. */
export interface AgentVoter {
  readonly kind: 'agent'
  readonly name: string
  readonly roles: readonly []
}

export type Voter = Actor | AgentVoter

/** What one voter said. */
export interface Vote {
  readonly voter: Voter
  /** The entry of `approvers` under which the vote counts. */
  readonly as: string
  readonly decision: Decision
  readonly comment: string | null
  /** Where the vote was given; absent when it follows from the run itself. */
  readonly surface?: Surface
  /** The digest of what the voter was shown; absent where nobody said. */
  readonly seen?: string
  /** When the voter was first shown that: milliseconds since 1970; absent where nobody saw them look. */
  readonly shownAt?: number
  /** The person who is to vote instead. */
  readonly to?: string
  /** What the voter filled in. */
  readonly values?: Readonly<Record<string, Json>>
  /** The author's, who started the run with --yes-to-gates: it decides a stage of type gate alone. */
  readonly yes?: true
}

export type CastVote = Vote & {
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How a round of a gate ended. `reopened`: what it was about changed, and its votes are void. */
export const VERDICTS = ['approved', 'rejected', 'expired', 'cancelled', 'sent_back', 'reopened'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The digests that a decision binds to: when one of them changes, it is void. */
export interface GateBinds {
  readonly graph: string
  /** Of the run's inputs; of a plan, of the brief of its agent, which holds what those came to. */
  readonly inputs: string
  /** Of what the required stages came to. */
  readonly needs: string
  /** Of the plan of the agent that waits; null for a stage of type gate. */
  readonly plan: string | null
  readonly policy: string
  /** Of the agent's template; null for a stage of type gate. */
  readonly template: string | null
}

/** An open gate. */
export interface OpenGate {
  readonly approvers: readonly string[]
  readonly deadline: number
  readonly escalated: boolean
  /** Its deadline has passed and nothing has been done about it yet. */
  readonly expired: boolean
  readonly votes: readonly CastVote[]
  /** Of all that it binds to and of its round: a vote says which one it saw. */
  readonly digest: string
  /** The digest of the plan that it is about; null for a stage of type gate. */
  readonly plan: string | null
}
