import {
  agentId,
  type Fact,
  type GateNotice,
  gateAt,
  type Notice,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeRow,
  type RunNotice,
  type RunRow,
  type RunState,
} from '@muster/core'

/** The notices of a fact, once it is folded: one for each webhook of the tenant that is told of such. */
export function noticesOf(
  row: RunRow,
  state: RunState,
  fact: Fact,
  now: number,
  webhooks: ReadonlyMap<string, readonly NoticeKind[]>,
): readonly NoticeRow[] {
  const body = noticeOf(row, state, fact, now)
  if (body === null) return []
  const id = nameOf(body, row, state)
  return [...webhooks]
    .filter(([, events]) => events.includes(body.type))
    .map(([receiver]) => ({ tenant: row.tenant, id, receiver, body, dueAt: now, tries: 0 }))
}

/** The same when it is decided again, and another for whatever comes later. */
function nameOf(body: Notice, { seq }: RunRow, state: RunState): string {
  if (!('gate' in body)) return `${body.run}.${body.type}.${seq + 1}`
  const { gate, round, type, stage } = body
  const count = state.gates.get(stage)?.reminded ?? 0
  return `${gate}.${round}.${type}${type === 'gate.reminded' ? `.${count}` : ''}`
}

function noticeOf(row: RunRow, state: RunState, fact: Fact, now: number): Notice | null {
  if (fact.kind === 'run.finished') return runNotice(row, fact, now)
  return 'stage' in fact ? gateNotice(row, state, fact, now) : null
}

function runNotice(row: RunRow, { status }: Extract<Fact, { kind: 'run.finished' }>, at: number): RunNotice {
  return { type: status === 'succeeded' ? 'run.succeeded' : 'run.failed', ...aboutRun(row, at), status }
}

function gateNotice(
  row: RunRow,
  state: RunState,
  fact: Extract<Fact, { stage: string }>,
  now: number,
): GateNotice | null {
  const type = NOTICE_KINDS.find((kind): kind is GateNotice['type'] => kind === fact.kind)
  const at = type === undefined ? null : gateAt(state, fact.stage)
  if (type === undefined || at === null) return null
  const { gate, node } = at
  return {
    type,
    ...aboutRun(row, now),
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

function aboutRun({ tenant, project, pipeline, id: run }: RunRow, at: number) {
  return { at, tenant, project, pipeline, run }
}
