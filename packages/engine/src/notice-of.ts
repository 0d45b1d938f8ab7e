import {
  agentId,
  type Fact,
  gateAt,
  type Notice,
  NOTICE_KINDS,
  type NoticeRow,
  type RunRow,
  type RunState,
} from '@muster/core'

/** The notices of a fact, once it is folded: one for each receiver. */
export function noticesOf(
  row: RunRow,
  state: RunState,
  fact: Fact,
  now: number,
  receivers: readonly string[],
): readonly NoticeRow[] {
  if (receivers.length === 0) return []
  const body = noticeOf(row, state, fact, now)
  if (body === null) return []
  const count = state.gates.get(body.stage)?.reminded ?? 0
  const id = `${body.gate}.${body.round}.${body.type}${body.type === 'gate.reminded' ? `.${count}` : ''}`
  return receivers.map((receiver) => ({ tenant: row.tenant, id, receiver, body, dueAt: now, tries: 0 }))
}

function noticeOf(row: RunRow, state: RunState, fact: Fact, now: number): Notice | null {
  const type = NOTICE_KINDS.find((kind) => kind === fact.kind)
  if (type === undefined || !('stage' in fact)) return null
  const at = gateAt(state, fact.stage)
  if (at === null) return null
  const { gate, node } = at
  return {
    type,
    at: now,
    tenant: row.tenant,
    project: row.project,
    pipeline: row.pipeline,
    run: row.id,
    stage: fact.stage,
    gate: agentId(row.id, fact.stage),
    round: gate.round,
    about: node.type === 'agent' ? 'plan' : 'stage',
    approvers: gate.approvers,
    deadlineAt: gate.deadline,
    verdict: gate.decided?.verdict ?? null,
    digest: gate.digest,
  }
}
