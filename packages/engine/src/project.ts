import {
  type AttemptRow,
  dispatchedStep,
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

/** Rows that change because of a fact, seen while the state is still what it was before it. */
export function attemptRows(row: RunRow, state: RunState, fact: Fact, now: number): readonly AttemptRow[] {
  if (fact.kind === 'attempt.dispatched') return [dispatchedRow(row, state, fact, now)]
  const settles = fact.kind === 'attempt.settled'
  if (
    !settles &&
    fact.kind !== 'stage.ending' &&
    fact.kind !== 'stage.finished' &&
    fact.kind !== 'attempt.lost'
  )
    return []
  const current = currentRow(row, state, fact.stage)
  if (current === null) return []
  if (!settles) return [{ ...current, status: 'superseded', finishedAt: now }]
  const { worker, startedAt, finishedAt, outcome } = fact
  return [{ ...current, status: outcome.kind, worker, startedAt, finishedAt, record: recordOf(outcome) }]
}

function dispatchedRow(
  row: RunRow,
  state: RunState,
  fact: FactOf<'attempt.dispatched'>,
  now: number,
): AttemptRow {
  const { stage, phase, attempt, fence, notBefore } = fact
  const node = nodeOf(state, stage)
  return {
    tenant: row.tenant,
    run: row.id,
    stage,
    phase,
    attempt,
    fence,
    tier: node.type === 'agent' ? node.tier : 0,
    status: 'dispatched',
    worker: null,
    notBefore,
    dispatchedAt: now,
    startedAt: null,
    finishedAt: null,
    record: null,
  }
}

/** The attempt now dispatched for a stage, as its row stands. */
function currentRow(row: RunRow, state: RunState, id: StageId): AttemptRow | null {
  const step = dispatchedStep(state, id)
  if (step === null) return null
  const { phase, at, notBefore } = step
  const counter = state.counters.get(id) ?? { attempt: 1, fence: 1 }
  return dispatchedRow(
    row,
    state,
    { kind: 'attempt.dispatched', stage: id, phase, ...counter, notBefore },
    at,
  )
}

function recordOf(outcome: Outcome): Json {
  if (outcome.kind !== 'failed') return outcome.record
  const { code, message, hint } = outcome.fault
  return { ...outcome.record, fault: { code, message, hint } }
}

/** A stage as its row stands. */
export function stageRow(row: RunRow, state: RunState, id: StageId, position: number): StageRow {
  const node = nodeOf(state, id)
  const stage = stageOf(state, id)
  const counter = state.counters.get(id) ?? { attempt: 0, fence: 0 }
  const common = { tenant: row.tenant, run: row.id, stage: id, position, type: node.type, ...counter }
  const idle = {
    reason: null,
    phase: null,
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    outputs: {},
    manifest: null,
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
