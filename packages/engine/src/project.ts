import {
  counterOf,
  dispatchedStep,
  type EndedAttempt,
  type Fact,
  type FactOf,
  type GateRow,
  isClosing,
  type Json,
  nodeOf,
  type Outcome,
  quorumOf,
  type RunRow,
  type RunState,
  type StageId,
  type StageRow,
  stageOf,
  type VoteRow,
} from '@muster/core'

/** The planner acts this much later than the worker, which kills its agent at the timeout itself. */
const WORKER_FIRST_MS = 5_000

/** The attempt that a fact ends, seen while the state is still what it was before it; null when it ends none. */
export function endedAttempt(row: RunRow, state: RunState, fact: Fact, now: number): EndedAttempt | null {
  switch (fact.kind) {
    case 'attempt.settled': {
      const { worker, startedAt, finishedAt, outcome } = fact
      const how = { status: outcome.kind, worker, startedAt, finishedAt, record: recordOf(outcome) } as const
      return endOf(row, state, fact.stage, how)
    }
    case 'stage.ending':
    case 'stage.finished':
    case 'attempt.lost':
      return endOf(row, state, fact.stage, { ...UNANSWERED, status: 'superseded', finishedAt: now })
    default:
      return null
  }
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

const NOT_DISPATCHED = { tier: null, dispatchedAt: null, notBefore: null } as const

/** A stage as its row stands. */
export function stageRow(row: RunRow, state: RunState, id: StageId, position: number): StageRow {
  const node = nodeOf(state, id)
  const stage = stageOf(state, id)
  const { attempt, fence } = counterOf(state, id)
  const common = { tenant: row.tenant, run: row.id, stage: id, position, type: node.type, attempt, fence }
  const idle = {
    reason: null,
    phase: null,
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    outputs: {},
    manifest: null,
    ...NOT_DISPATCHED,
  }
  if (stage.status === 'pending') return { ...common, ...idle, status: 'pending' }
  if (stage.status === 'waiting') {
    const deadlineAt = state.gates.get(id)?.deadline ?? null
    return { ...common, ...idle, status: 'waiting', startedAt: stage.startedAt, deadlineAt }
  }
  if (stage.status !== 'running') {
    const { status, reason, startedAt, finishedAt, outputs, manifest } = stage
    const walked = node.type === 'agent' && startedAt !== null
    const phase = walked ? (status === 'revoked' ? 'REVOKED' : 'EXIT') : null
    return { ...common, ...idle, status, reason, phase, startedAt, finishedAt, outputs, manifest }
  }
  if (stage.kind === 'container') return { ...common, ...idle, status: 'running', startedAt: stage.startedAt }
  const { step, startedAt, deadline, ending, outputs, manifest } = stage.agent
  const phase = step.kind === 'done' ? 'EXIT' : step.phase
  const deadlineAt = deadline === null || isClosing(stage.agent) ? null : deadline + WORKER_FIRST_MS
  return {
    ...common,
    ...idle,
    status: 'running',
    reason: ending?.reason ?? null,
    phase,
    startedAt,
    deadlineAt,
    outputs,
    manifest,
    ...(step.kind === 'dispatched' && node.type === 'agent'
      ? { tier: node.tier, dispatchedAt: step.at, notBefore: step.notBefore }
      : NOT_DISPATCHED),
  }
}

/** A gate as its row stands. */
export function gateRow(row: RunRow, state: RunState, id: StageId): GateRow | null {
  const node = nodeOf(state, id)
  const gate = state.gates.get(id)
  if (node.type !== 'gate' || gate === undefined) return null
  return {
    tenant: row.tenant,
    run: row.id,
    stage: id,
    round: gate.round,
    type: node.gate.type,
    approvers: gate.approvers,
    quorum: quorumOf(node.gate),
    message: node.gate.message,
    digest: gate.digest,
    openedAt: gate.openedAt,
    deadlineAt: gate.deadline,
    escalated: gate.escalated,
    verdict: gate.decided?.verdict ?? null,
    reason: gate.decided?.reason ?? null,
    decidedAt: gate.decided?.at ?? null,
  }
}

export function voteRow(row: RunRow, state: RunState, fact: FactOf<'gate.voted'>, now: number): VoteRow {
  const round = state.gates.get(fact.stage)?.round ?? 1
  return { tenant: row.tenant, run: row.id, stage: fact.stage, round, ...fact.vote, at: now }
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
