import { agentId } from './name.ts'
import type { FactOf } from './fact.ts'
import { type Decision, DEFAULT_SEND_BACKS, type GatePolicy, type Vote } from './gate.ts'
import { gateOf, identityOf, tierOfGate } from './gate-rule.ts'
import { eligibility, type Ineligible, needsComment, type Parties, refuseDelegate } from './gate-voter.ts'
import type { AgentNode, GateNode, StageId } from './graph.ts'
import { sendBackTargets } from './send-back.ts'
import type { GateProgress, RunState } from './state.ts'

/** A vote as it is asked for: under which entry it counts follows from the gate. */
export type AskedVote = Omit<Vote, 'as' | 'yes'>

/** Why a vote does not count: the codes of errors. */
export type VoteRefusal =
  | 'MUSTER_GATE_CLOSED'
  | 'MUSTER_GATE_STALE'
  | 'MUSTER_GATE_AUTHOR'
  | 'MUSTER_GATE_PUBLISHER'
  | 'MUSTER_GATE_NOT_APPROVER'
  | 'MUSTER_GATE_VOTED'
  | 'MUSTER_GATE_CONFLICT'
  | 'MUSTER_GATE_COMMENT'
  | 'MUSTER_GATE_DELEGATE'
  | 'MUSTER_GATE_SEND_BACK'
  | 'MUSTER_GATE_FORM'

export type VoteJudgement =
  | { readonly kind: 'accepted'; readonly fact: FactOf<'gate.voted'> }
  | { readonly kind: 'refused'; readonly code: VoteRefusal; readonly problem: string }

/** The node and the progress of a gate that was ever opened; null when there is none. */
export function gateAt(
  state: RunState,
  stage: StageId,
): { readonly node: AgentNode | GateNode; readonly policy: GatePolicy; readonly gate: GateProgress } | null {
  const node = state.nodes.get(stage)
  const gate = state.gates.get(stage)
  if (node === undefined || gate === undefined || (node.type !== 'agent' && node.type !== 'gate')) return null
  const policy = gateOf(node)
  return policy === null ? null : { node, policy, gate }
}

/** Who has a part in what a gate is about. */
export function partiesOf(state: RunState, node: AgentNode | GateNode): Parties {
  const concerned = node.type === 'agent' ? [node.id] : sendBackTargets(state, node)
  const named = new Set(gateOf(node)?.approvers ?? [])
  return {
    author: state.submittedBy,
    publishers: state.graph.publishers ?? {},
    agents: concerned.filter((id) => !named.has(`agent:${id}`)).map((id) => agentId(state.run, id)),
    strict: tierOfGate(node) !== null,
  }
}

/** Whether a vote counts, and as what. `misfit` is what is wrong with what was filled in. */
export function judgeVote(
  state: RunState,
  stage: StageId,
  vote: AskedVote,
  misfit: string | null,
): VoteJudgement {
  const at = gateAt(state, stage)
  if (at === null) throw new TypeError(`no gate ${stage} in run ${state.run}`)
  const { node, policy, gate } = at
  if (gate.decided !== null || state.stages.get(stage)?.status !== 'waiting')
    return refused(
      'MUSTER_GATE_CLOSED',
      gate.decided?.verdict ?? state.stages.get(stage)?.status ?? 'unknown',
    )
  if (vote.seen !== undefined && vote.seen !== gate.digest)
    return refused('MUSTER_GATE_STALE', changedText(gate))
  const parties = partiesOf(state, node)
  const can = eligibility(policy, gate, parties, vote.voter)
  if (!can.may)
    return can.because === 'publisher'
      ? refused('MUSTER_GATE_PUBLISHER', can.template)
      : ineligible(gate, vote, can.because)
  if (needsComment(vote.decision) && (vote.comment ?? '').trim() === '')
    return refused('MUSTER_GATE_COMMENT', 'what shall be done differently')
  if (vote.decision === 'send-back') {
    const problem = refuseSendBack(state, node, policy, gate)
    if (problem !== null) return refused('MUSTER_GATE_SEND_BACK', problem)
  }
  if (vote.decision === 'delegate') {
    const problem =
      vote.to === undefined
        ? 'it is not said to whom'
        : refuseDelegate(policy, gate, parties, vote.voter, vote.to)
    if (problem !== null) return refused('MUSTER_GATE_DELEGATE', problem)
  }
  if (vote.decision === 'approve' && misfit !== null) return refused('MUSTER_GATE_FORM', misfit)
  return { kind: 'accepted', fact: { kind: 'gate.voted', stage, vote: { ...said(vote), as: can.as } } }
}

/** What belongs to the answer that was given, and no more. */
function said({ voter, decision, comment, surface, seen, to, values }: AskedVote): AskedVote {
  return {
    voter,
    decision,
    comment,
    ...(surface === undefined ? {} : { surface }),
    ...(seen === undefined ? {} : { seen }),
    ...(decision === 'delegate' && to !== undefined ? { to } : {}),
    ...(decision === 'approve' && values !== undefined ? { values } : {}),
  }
}

/** How often a gate may still be sent back, and to which agents. */
export function sendBackOf(
  state: RunState,
  node: AgentNode | GateNode,
  policy: GatePolicy,
  gate: GateProgress,
): { readonly left: number; readonly to: readonly StageId[] } {
  const left = Math.max(0, (policy.sendBacks ?? DEFAULT_SEND_BACKS) - gate.sentBack)
  return { left, to: node.type === 'agent' ? [node.id] : sendBackTargets(state, node) }
}

function refuseSendBack(...of: Parameters<typeof sendBackOf>): string | null {
  const { left, to } = sendBackOf(...of)
  if (left === 0) return `it was sent back ${of[3].sentBack} times, which is the most`
  if (to.length > 0) return null
  return 'no agent made what it is about: name one in `send_back_to`'
}

function ineligible(
  gate: GateProgress,
  { voter, decision }: { readonly voter: Vote['voter']; readonly decision: Decision },
  because: Exclude<Ineligible, 'publisher'>,
): VoteJudgement {
  switch (because) {
    case 'author':
      return refused('MUSTER_GATE_AUTHOR', voter.name)
    case 'voted':
    case 'delegated': {
      const own = (vote: Vote) =>
        vote.voter.name === voter.name || identityOf(vote.voter) === identityOf(voter)
      const before = gate.votes.find(own)?.decision
      return before === decision
        ? refused('MUSTER_GATE_VOTED', decision)
        : refused('MUSTER_GATE_CONFLICT', before ?? 'voted for somebody')
    }
    case 'no-person':
    case 'not-approver':
      return refused('MUSTER_GATE_NOT_APPROVER', gate.approvers.join(', ') || 'people')
  }
}

function refused(code: VoteRefusal, problem: string): VoteJudgement {
  return { kind: 'refused', code, problem }
}

/** What is different since the round before, in words. */
export function changedText({ changed, round }: GateProgress): string {
  return changed.length === 0 ? `round ${round} has begun` : changed.join(', ')
}
