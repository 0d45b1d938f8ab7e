import {
  type AgentPhase,
  type AgentProgress,
  budgetOf,
  budgetView,
  counterOf,
  dispatchedStep,
  type EffectProgress,
  type EffectRow,
  type EndedAttempt,
  effectsOf,
  type Fact,
  type FactOf,
  gateAt,
  type GateRow,
  gateTimer,
  type GraphNode,
  isClosing,
  isEnded,
  type Json,
  nodeOf,
  type Outcome,
  needsOfGate,
  type RunRow,
  type RunState,
  type StageId,
  type StageRow,
  type StageStatus,
  sendBackOf,
  sharedRule,
  stageOf,
  tierBehind,
  tierOfGate,
  type VoteRow,
} from '@muster/core'

/** The planner acts this much later than the worker, which kills its agent at the timeout itself. */
const WORKER_FIRST_MS = 5_000

/** The attempt that a fact ends, seen while the state is still what it was before it; null when it ends none. */
export function endedAttempt(row: RunRow, state: RunState, fact: Fact, now: number): EndedAttempt | null {
  if (fact.kind === 'attempt.settled') {
    const { worker, startedAt, finishedAt, outcome } = fact
    const record = recordOf(outcome)
    return endOf(row, state, fact.stage, { status: outcome.kind, worker, startedAt, finishedAt, record })
  }
  const supersedes =
    fact.kind === 'stage.ending' || fact.kind === 'stage.finished' || fact.kind === 'attempt.lost'
  return supersedes
    ? endOf(row, state, fact.stage, { ...UNANSWERED, status: 'superseded', finishedAt: now })
    : null
}

const UNANSWERED = { worker: null, startedAt: null, record: null } as const

type End = Pick<EndedAttempt, 'status' | 'worker' | 'startedAt' | 'finishedAt' | 'record'>

function endOf(row: RunRow, state: RunState, stage: StageId, how: End): EndedAttempt | null {
  const step = dispatchedStep(state, stage)
  const node = nodeOf(state, stage)
  if (step === null || node.type !== 'agent') return null
  const { attempt, fence } = counterOf(state, stage)
  return {
    tenant: row.tenant,
    run: row.id,
    stage,
    phase: step.phase,
    attempt,
    fence,
    tier: node.tier,
    notBefore: step.notBefore,
    dispatchedAt: step.at,
    ...how,
  }
}

function recordOf(outcome: Outcome): Json {
  if (outcome.kind !== 'failed') return outcome.record
  const { code, message, hint } = outcome.fault
  return { ...outcome.record, fault: { code, message, hint } }
}

/** A stage as its row stands. Written out, since one is made for every phase: spreading takes ten times as long. */
export function stageRow(row: RunRow, state: RunState, id: StageId, position: number): StageRow {
  const node = nodeOf(state, id)
  const stage = stageOf(state, id)
  const { attempt, fence } = counterOf(state, id)
  const agent = 'agent' in stage ? stage.agent : null
  const ended = isEnded(stage.status) && 'outputs' in stage ? stage : null
  const step = agent?.step.kind === 'dispatched' && node.type === 'agent' ? agent.step : null
  return {
    tenant: row.tenant,
    run: row.id,
    stage: id,
    position,
    type: node.type,
    status: stage.status,
    reason:
      ended?.reason ??
      agent?.ending?.reason ??
      (stage.status === 'pending' ? (stage.held?.because ?? null) : null),
    phase: phaseOf(node, stage.status, agent) ?? endedPhase(node, ended),
    attempt,
    fence,
    startedAt: agent?.startedAt ?? ('startedAt' in stage ? stage.startedAt : null),
    finishedAt: ended?.finishedAt ?? null,
    deadlineAt: deadlineOf(state, id, stage.status, agent),
    outputs: ended?.outputs ?? agent?.outputs ?? {},
    manifest: ended?.manifest ?? agent?.manifest ?? null,
    tier: step !== null && node.type === 'agent' ? node.tier : null,
    dispatchedAt: step?.at ?? null,
    notBefore: step?.notBefore ?? null,
    home: step?.home ?? null,
    budget: node.type === 'agent' ? budgetView(node.errorBudget, budgetOf(state, id)) : null,
  }
}

/** The phase an agent is in; one whose plan waits for an approval is done with PLAN. */
function phaseOf(node: GraphNode, status: StageStatus, agent: AgentProgress | null): AgentPhase | null {
  if (node.type !== 'agent' || agent === null) return null
  if (status === 'waiting') return 'PLAN'
  return agent.step.kind === 'done' ? 'EXIT' : agent.step.phase
}

/** The phase in which an agent ended; null when none ever worked on the stage. */
function endedPhase(
  node: GraphNode,
  ended: { readonly status: string; readonly startedAt: number | null } | null,
): AgentPhase | null {
  if (node.type !== 'agent' || ended === null || ended.startedAt === null) return null
  return ended.status === 'revoked' ? 'REVOKED' : 'EXIT'
}

function deadlineOf(
  state: RunState,
  id: StageId,
  status: StageStatus,
  agent: AgentProgress | null,
): number | null {
  if (status === 'waiting') {
    const at = gateAt(state, id)
    return at === null ? null : gateTimer(at.policy, at.gate).at
  }
  if (agent === null || agent.deadline === null || isClosing(agent)) return null
  return agent.deadline + WORKER_FIRST_MS
}

/** A gate as its row stands. */
export function gateRow(row: RunRow, state: RunState, id: StageId): GateRow | null {
  const at = gateAt(state, id)
  if (at === null) return null
  const { node, policy, gate } = at
  const needs = needsOfGate(policy, tierOfGate(node))
  const { left, to } = sendBackOf(state, node, policy, gate)
  return {
    tenant: row.tenant,
    run: row.id,
    stage: id,
    round: gate.round,
    type: policy.type,
    approvers: gate.approvers,
    quorum: needs.approvals,
    message: policy.message,
    digest: gate.digest,
    openedAt: gate.openedAt,
    deadlineAt: gate.deadline,
    escalated: gate.escalated,
    verdict: gate.decided?.verdict ?? null,
    reason: gate.decided?.reason ?? null,
    decidedAt: gate.decided?.at ?? null,
    about: {
      subject: node.type === 'agent' ? 'plan' : 'stage',
      tier: tierOfGate(node),
      leadsTo: tierBehind(state.graph, id),
      rule: sharedRule(node, policy),
      binds: gate.binds,
      changed: gate.changed,
      people: needs.people,
      agents: needs.agents,
      delayMs: needs.delayMs,
      vetoes: policy.vetoes ?? [],
      allowAuthor: policy.allowAuthor,
      ...(state.graph.publishers === undefined ? {} : { publishers: state.graph.publishers }),
      form: policy.form ?? {},
      sendBack: { left, to },
      heldUntil: gate.heldUntil,
    },
  }
}

export function voteRow(row: RunRow, state: RunState, fact: FactOf<'gate.voted'>, now: number): VoteRow {
  const gate = state.gates.get(fact.stage)
  const { surface = null, seen = null, to = null, values = null, yes: _, ...vote } = fact.vote
  return {
    tenant: row.tenant,
    run: row.id,
    stage: fact.stage,
    round: gate?.round ?? 1,
    number: gate?.votes.length ?? 1,
    ...vote,
    surface,
    seen,
    to,
    values,
    at: now,
  }
}

/** The effects that changed, as their rows stand. */
export function effectRows(row: RunRow, state: RunState): readonly EffectRow[] {
  return [...state.changedEffects].flatMap(([stage, numbers]) =>
    effectsOf(state, stage).flatMap((effect) =>
      numbers.has(effect.number) ? [effectRow(row, stage, effect)] : [],
    ),
  )
}

function effectRow(
  row: RunRow,
  stage: StageId,
  { number, asked, askedAt, standing }: EffectProgress,
): EffectRow {
  const { id: _id, holder: _holder, ...rest } = asked
  return {
    tenant: row.tenant,
    run: row.id,
    stage,
    number,
    ...rest,
    askedAt,
    status: standing.status,
    code: 'code' in standing ? standing.code : null,
    reason: 'reason' in standing ? standing.reason : null,
    result: 'result' in standing ? standing.result : {},
    endedAt: 'at' in standing ? standing.at : null,
    settledBy: 'by' in standing ? standing.by : null,
  }
}

/** A run as its row stands. */
export function runRow(row: RunRow, state: RunState, head: string): RunRow {
  const { progress, seq, deadline } = state
  if (progress.status === 'running') {
    return {
      ...row,
      seq,
      head,
      status: 'running',
      reason: progress.stopping?.reason ?? null,
      finishedAt: null,
      deadlineAt: deadline,
    }
  }
  const { status, reason, finishedAt } = progress
  return { ...row, seq, head, status, reason, finishedAt, deadlineAt: null }
}
