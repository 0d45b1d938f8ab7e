import {
  type AttemptJob,
  agentKey,
  agentOf,
  budgetOf,
  budgetView,
  counterOf,
  dispatchedStep,
  type Fact,
  type FactOf,
  JobIds,
  leftOf,
  nodeOf,
  type OutboxMessage,
  PHASE_TIMEOUT_MS,
  type RunRow,
  type RunState,
  type StageId,
  stageOf,
  WITHOUT_LIMIT,
} from '@muster/core'

/** What must stop because of a fact, seen while the state is still what it was before it. */
export function stopsBefore(row: RunRow, state: RunState, fact: Fact): readonly OutboxMessage[] {
  if (fact.kind !== 'stage.ending' && fact.kind !== 'stage.finished' && fact.kind !== 'attempt.lost')
    return []
  // A revoked agent may have a process between two phases.
  const revoked = fact.kind === 'stage.finished' && fact.status === 'revoked'
  const stage = stageOf(state, fact.stage)
  const working = stage.status === 'running' && stage.kind === 'agent'
  if (dispatchedStep(state, fact.stage) === null && !(revoked && working)) return []
  const agent = agentKey({ tenant: row.tenant, run: row.id, stage: fact.stage })
  return [{ kind: 'stop', agent, fence: counterOf(state, fact.stage).fence }]
}

/** What a fact asks of the store, once it is folded. */
export function messagesAfter(
  row: RunRow,
  state: RunState,
  fact: Fact,
  now: number,
): readonly OutboxMessage[] {
  if (fact.kind === 'attempt.dispatched') return [attemptMessage(row, state, fact, now)]
  if (fact.kind === 'gate.decided') return [{ kind: 'gate-closed', jobId: gateJobId(row, state, fact.stage) }]
  if (fact.kind !== 'gate.opened' && fact.kind !== 'gate.escalated') return []
  const job = { run: row.id, stage: fact.stage }
  return [{ kind: 'gate', jobId: gateJobId(row, state, fact.stage), job, notBefore: fact.deadline }]
}

function gateJobId(row: RunRow, state: RunState, stage: StageId): string {
  const gate = state.gates.get(stage)
  return JobIds.gate({ tenant: row.tenant, run: row.id, stage }, gate?.round ?? 1, gate?.escalated ?? false)
}

function attemptMessage(
  row: RunRow,
  state: RunState,
  fact: FactOf<'attempt.dispatched'>,
  now: number,
): OutboxMessage {
  const { stage, phase, attempt, fence, notBefore, home = null } = fact
  const node = nodeOf(state, stage)
  if (node.type !== 'agent') throw new TypeError(`${stage} is no agent`)
  const agent = agentOf(state, stage)
  const budget = budgetOf(state, stage)
  const spent = phase === 'REPORT' ? budgetView(node.errorBudget, budget) : null
  const timed = phase === 'PLAN' || phase === 'EXECUTE' || phase === 'VERIFY'
  const left = (agent.deadline ?? now + node.timeoutMs) - Math.max(now, notBefore)
  const job: AttemptJob = {
    tenant: row.tenant,
    project: row.project,
    run: row.id,
    stage,
    phase,
    attempt,
    fence,
    settled: counterOf(state, stage).settled,
    tier: node.tier,
    brief: agent.brief,
    planDigest: agent.planDigest,
    checkpoint: agent.checkpoint,
    timeoutMs: timed ? Math.max(1, left) : PHASE_TIMEOUT_MS,
    ending: agent.ending,
    clarification: budget.clarification,
    budget: timed ? leftOf(node.errorBudget, budget.spent) : WITHOUT_LIMIT,
    ...(spent === null ? {} : { spent }),
  }
  return {
    kind: 'attempt',
    jobId: JobIds.attempt(job, phase, attempt, fence),
    tier: node.tier,
    home,
    job,
    notBefore,
  }
}
