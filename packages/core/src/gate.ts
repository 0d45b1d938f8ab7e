import type { Actor } from './actor.ts'

export const GATE_TYPES = ['approval', 'consensus'] as const
export type GateType = (typeof GATE_TYPES)[number]

/** How a gate is decided. */
export interface GatePolicy {
  /** `approval`: one rejection rejects. `consensus`: it passes or fails by the count alone. */
  readonly type: GateType
  /** People by name, or `role:owner`; empty means anyone who may vote at all. */
  readonly approvers: readonly string[]
  /** How many distinct approvers must approve. */
  readonly quorum: 'any' | 'all' | number
  readonly timeoutMs: number
  readonly onTimeout:
    | { readonly do: 'reject' }
    | { readonly do: 'escalate'; readonly approvers: readonly string[] }
  /** Whether the person who started the run may vote. */
  readonly allowAuthor: boolean
  readonly message: string | null
}

export const DECISIONS = ['approve', 'reject'] as const
export type Decision = (typeof DECISIONS)[number]

/** What one voter said. */
export interface Vote {
  readonly voter: Actor
  /** The entry of `approvers` under which the vote counts. */
  readonly as: string
  readonly decision: Decision
  readonly comment: string | null
}

/** How a gate ended. */
export const VERDICTS = ['approved', 'rejected', 'expired', 'cancelled'] as const
export type Verdict = (typeof VERDICTS)[number]

/** An open gate. */
export interface OpenGate {
  readonly approvers: readonly string[]
  readonly deadline: number
  readonly escalated: boolean
  /** Its deadline has passed and nothing has been done about it yet. */
  readonly expired: boolean
  readonly votes: readonly Vote[]
  /** Of the graph, inputs and upstream results shown to voters: a vote binds to it. */
  readonly digest: string
}

/** How many approvals the gate needs; escalation adds approvers, not approvals. */
export function quorumOf(policy: Pick<GatePolicy, 'quorum' | 'approvers'>): number {
  switch (policy.quorum) {
    case 'any':
      return 1
    case 'all':
      return Math.max(1, policy.approvers.length)
    default:
      return policy.quorum
  }
}

/** The verdict that the votes amount to, or null while the gate must go on waiting. */
export function tally(policy: GatePolicy, gate: OpenGate): Verdict | null {
  const needed = quorumOf(policy)
  const approvals = gate.votes.filter((vote) => vote.decision === 'approve').length
  const rejections = gate.votes.length - approvals
  if (rejections > 0 && policy.type === 'approval') return 'rejected'
  if (approvals >= needed) return 'approved'
  // Among anyone who may vote, whoever reaches the quorum first has it.
  const voters = gate.approvers.length > 0 ? gate.approvers.length : 2 * needed - 1
  if (voters - rejections < needed) return 'rejected'
  return null
}

export type Eligibility =
  | { readonly may: true; readonly as: string }
  | { readonly may: false; readonly because: 'author' | 'not-approver' | 'voted' }

/** Whether somebody may vote at an open gate, and under which entry of `approvers` the vote counts. */
export function eligibility(policy: GatePolicy, gate: OpenGate, author: Actor, voter: Actor): Eligibility {
  if (!policy.allowAuthor && voter.name === author.name) return { may: false, because: 'author' }
  if (gate.votes.some((vote) => vote.voter.name === voter.name)) return { may: false, because: 'voted' }
  if (gate.approvers.length === 0) return { may: true, as: voter.name }
  const taken = new Set(gate.votes.map((vote) => vote.as))
  const names = [voter.name, ...voter.roles.map((role) => `role:${role}`)]
  const as = names.find((name) => gate.approvers.includes(name) && !taken.has(name))
  return as === undefined ? { may: false, because: 'not-approver' } : { may: true, as }
}
