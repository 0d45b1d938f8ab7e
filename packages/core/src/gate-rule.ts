import { floorOf, judgeFloor, type PlanApproval } from './floor.ts'
import type { CastVote, GatePolicy, OpenGate, Voter } from './gate.ts'
import type { AgentNode, GateNode, GraphNode } from './graph.ts'
import type { Tier } from './tier.ts'
import { DEFAULT_GATE_TIMEOUT_MS } from './defaults.ts'

/** Who approves plans when the pipeline does not say. */
export const PLAN_APPROVERS: readonly string[] = ['role:owner', 'role:approver']

/** The gate of a plan of which the pipeline says nothing. */
const PLAN_GATE: GatePolicy = {
  type: 'approval',
  approvers: PLAN_APPROVERS,
  quorum: 'any',
  timeoutMs: DEFAULT_GATE_TIMEOUT_MS,
  onTimeout: { do: 'reject' },
  allowAuthor: false,
  message: null,
}

/** How the gate of a stage is decided: of the stage itself, or of its agent's plan. Null when nothing is decided there. */
export function gateOf(node: GraphNode): GatePolicy | null {
  if (node.type === 'gate') return node.gate
  if (node.type !== 'agent') return null
  return node.approval ?? (floorOf(node.tier).approvals > 0 ? PLAN_GATE : null)
}

/** The tier whose floor a gate has to hold: that of the agent whose plan it is about. */
export function tierOfGate(node: AgentNode | GateNode): Tier | null {
  return node.type === 'agent' ? node.tier : null
}

/** What a gate needs before it passes. */
export interface GateNeeds {
  readonly approvals: number
  readonly people: number
  readonly agents: number
  /** Milliseconds between the last approval that was needed and the verdict. */
  readonly delayMs: number
}

/** How many approvals the policy alone asks for; escalation adds approvers, not approvals. */
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

/** What a gate needs by its policy and, for a plan, by the floor of the tier, whichever is more. */
export function needsOfGate(policy: GatePolicy, tier: Tier | null): GateNeeds {
  const floor = tier === null ? null : floorOf(tier)
  const people = Math.max(1, policy.people ?? 1, floor?.approvals ?? 0, floor?.distinct ?? 0)
  const agents = policy.agents ?? 0
  return {
    approvals: Math.max(quorumOf(policy), people + agents),
    people,
    agents,
    delayMs: floor?.delayMs ?? 0,
  }
}

/** Where the count stands. `held`: everything is approved, and the delay of the tier runs until then. */
export type Tally =
  | { readonly kind: 'open' }
  | { readonly kind: 'held'; readonly until: number }
  | { readonly kind: 'decided'; readonly verdict: 'approved' | 'rejected' | 'sent_back' }

const OPEN: Tally = { kind: 'open' }

/** What the votes amount to at this time. */
export function tally(policy: GatePolicy, tier: Tier | null, gate: OpenGate, now: number): Tally {
  if (tier === null && gate.votes.some(({ yes }) => yes)) return { kind: 'decided', verdict: 'approved' }
  const against = gate.votes.filter(({ decision }) => decision === 'reject' || decision === 'send-back')
  const fatal = against.find((vote) => policy.type === 'approval' || isVeto(policy, vote))
  if (fatal !== undefined)
    return { kind: 'decided', verdict: fatal.decision === 'reject' ? 'rejected' : 'sent_back' }
  if (isApproved(policy, tier, gate)) {
    const floor = tier === null ? MET : judgeFloor(tier, gate.plan, approvalsAt(gate), now)
    if (floor.met) return { kind: 'decided', verdict: 'approved' }
    if ('at' in floor) return { kind: 'held', until: floor.at }
    return OPEN
  }
  if (canPass(policy, tier, gate, against.length)) return OPEN
  const sentBack = against.filter(({ decision }) => decision === 'send-back').length
  return { kind: 'decided', verdict: sentBack * 2 > against.length ? 'sent_back' : 'rejected' }
}

const MET = { met: true } as const

function isVeto({ vetoes = [] }: GatePolicy, { as, voter }: CastVote): boolean {
  return vetoes.includes(as) || entriesOf(voter).some((entry) => vetoes.includes(entry))
}

function isApproved(policy: GatePolicy, tier: Tier | null, gate: OpenGate): boolean {
  const approvals = gate.votes.filter(({ decision }) => decision === 'approve')
  const needs = needsOfGate(policy, tier)
  const people = new Set(
    approvals.flatMap(({ voter }) => (voter.kind === 'person' ? [identityOf(voter)] : [])),
  )
  const agents = approvals.filter(({ voter }) => voter.kind === 'agent').length
  if (people.size < needs.people || agents < needs.agents) return false
  if (policy.quorum !== 'all') return approvals.length >= needs.approvals
  const heard = new Set(approvals.map(({ as }) => as))
  return requiredEntries(policy, gate).every((entry) => heard.has(entry))
}

/** Of `all`, those who must approve: every entry but the people who abstained. */
function requiredEntries(policy: GatePolicy, { votes }: OpenGate): readonly string[] {
  const abstained = new Set(votes.flatMap(({ decision, as }) => (decision === 'abstain' ? [as] : [])))
  return policy.approvers.filter((entry) => isRole(entry) || !abstained.has(entry))
}

/** Whether further votes may still make it pass. Among anyone who may vote, whoever reaches the count first has it. */
function canPass(policy: GatePolicy, tier: Tier | null, gate: OpenGate, against: number): boolean {
  const { approvals } = needsOfGate(policy, tier)
  if (policy.quorum === 'all') return against === 0
  const open = gate.approvers.length === 0 || gate.approvers.some(isRole)
  const abstained = gate.votes.filter(({ decision }) => decision === 'abstain').length
  const voters = open ? Math.max(gate.approvers.length, 2 * approvals - 1) : gate.approvers.length - abstained
  return voters - against >= approvals
}

/** The approvals of a gate, as the floors of tiers count them. */
export function approvalsAt(gate: OpenGate): readonly PlanApproval[] {
  return gate.votes.flatMap(({ decision, voter, at }) =>
    decision === 'approve' && gate.plan !== null && voter.kind !== 'agent'
      ? [{ by: voter, plan: gate.plan, at }]
      : [],
  )
}

export function isRole(entry: string): boolean {
  return entry.startsWith('role:')
}

/** Who somebody is, whoever he speaks for. */
export function identityOf(voter: Voter): string {
  return 'via' in voter ? (voter.via ?? voter.name) : voter.name
}

/** The entries of `approvers` under which somebody may vote: by name first. */
export function entriesOf(voter: Voter): readonly string[] {
  const { kind, name, roles } = voter
  if (kind === 'agent') return [`agent:${name.slice(name.indexOf('.') + 1)}`]
  return [name, ...roles.map((role) => `role:${role}`)]
}
