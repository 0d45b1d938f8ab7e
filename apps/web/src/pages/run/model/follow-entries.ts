import { assertNever, type EndStatus, type EntryView, type Fact, isEnded, startAgain } from '@muster/core'
import { attemptAfter } from './follow-attempts.ts'
import type { FollowedRun, FollowedStage } from './followed-run.ts'

/** Entries that are kept for lists of the newest. */
const MOST_RECENT = 200

type Stages = Map<string, FollowedStage>
type Attempts = NonNullable<FollowedRun['attempts']>
type Change = Partial<FollowedStage>

const PENDING = {
  status: 'pending',
  reason: null,
  phase: null,
  startedAt: null,
  finishedAt: null,
} as const satisfies Change

/**
 * A run past further entries, in order.
 *
 * F1. What a fact sets it sets outright, never by what was there before: entries may be older than the rows that the
 *     API read after it had read the run's number, and following them again ends where the API is. What starts again
 *     follows from all stages as they then were: see `startsAgain`.
 * F2. Entries up to the run's number are passed over: a stream that begins anew doubles none.
 */
export function followEntries(before: FollowedRun, entries: readonly EntryView[]): FollowedRun {
  const fresh = entries.filter(({ seq }) => seq > before.run.seq)
  if (fresh.length === 0) return before
  const stages: Stages = new Map(before.stages)
  const touched = new Map(before.touched)
  let { run, attempts } = before
  for (const entry of fresh) {
    for (const fact of [entry.cause, ...entry.effects]) {
      run = runAfter(run, fact, entry.at, before)
      followFact(stages, fact, entry.at, before)
      if (attempts !== null) attempts = attemptsAfter(attempts, fact, entry.at)
      if ('stage' in fact) touched.set(fact.stage, entry.seq)
    }
    run = { ...run, seq: entry.seq, head: entry.hash }
  }
  const recent = [...before.recent, ...fresh].slice(-MOST_RECENT)
  return { ...before, run, stages, attempts, touched, recent }
}

/** Whether the run started again, after which the API is to be asked anew: its rows may have been read half before. */
export function startsAgain({ cause: { kind } }: EntryView): boolean {
  return kind === 'run.retried' || kind === 'run.resumed'
}

function runAfter(
  run: FollowedRun['run'],
  fact: Fact,
  at: number,
  { graph }: FollowedRun,
): FollowedRun['run'] {
  if (fact.kind === 'run.stopping') return { ...run, reason: fact.reason, deadlineAt: null }
  if (fact.kind === 'run.finished')
    return { ...run, status: fact.status, reason: fact.reason, finishedAt: at, deadlineAt: null }
  if (fact.kind !== 'run.retried' && fact.kind !== 'run.resumed') return run
  const deadlineAt = graph.timeoutMs === null ? null : at + graph.timeoutMs
  return { ...run, status: 'running', reason: null, finishedAt: null, deadlineAt }
}

function attemptsAfter(attempts: Attempts, fact: Fact, at: number): Attempts {
  if (!('stage' in fact)) return attempts
  const before = attempts.get(fact.stage) ?? []
  const after = attemptAfter(before, fact, at)
  return after === before ? attempts : new Map(attempts).set(fact.stage, after)
}

function followFact(stages: Stages, fact: Fact, at: number, { graph, nodes }: FollowedRun): void {
  const set = (id: string, change: Change): void => {
    const row = stages.get(id)
    if (row !== undefined) stages.set(id, { ...row, ...change })
  }
  switch (fact.kind) {
    case 'run.retried':
    case 'run.resumed': {
      const chosen = fact.kind === 'run.resumed' ? { resumed: fact.stage } : { from: fact.from }
      const { again } = startAgain(graph, (id) => stages.get(id)?.status ?? 'pending', chosen)
      for (const id of again) set(id, PENDING)
      return
    }
    case 'stage.held':
      return set(fact.stage, { ...PENDING, reason: fact.because })
    case 'stages.released':
      for (const id of fact.stages) if (stages.get(id)?.status === 'pending') set(id, { reason: null })
      return
    case 'guard.decided':
      return set(fact.stage, PENDING)
    case 'condition.decided':
    case 'stage.started':
      return set(fact.stage, { ...PENDING, status: 'running', startedAt: at })
    case 'attempt.dispatched': {
      const { phase, attempt, fence } = fact
      return set(fact.stage, { status: 'running', phase, attempt, fence })
    }
    case 'attempt.settled':
      return set(fact.stage, { phase: fact.phase })
    case 'stage.ending':
      return set(fact.stage, { reason: fact.reason })
    case 'stage.finished':
      return finish(stages, fact.stage, fact, at, nodes)
    case 'gate.opened':
      return nodes.get(fact.stage)?.type === 'agent'
        ? set(fact.stage, { status: 'waiting', phase: 'PLAN' })
        : set(fact.stage, { ...PENDING, status: 'waiting', startedAt: at })
    case 'gate.decided':
      if (nodes.get(fact.stage)?.type === 'agent') set(fact.stage, { status: 'running' })
      return
    case 'gate.sent_back':
      for (const id of fact.again) set(id, PENDING)
      return
    case 'run.submitted':
    case 'run.stopping':
    case 'run.finished':
    case 'agents.revoked':
    case 'policy.denied':
    case 'stage.timed_out':
    case 'attempt.refused':
    case 'attempt.lost':
    case 'permit.issued':
    case 'plan.clarified':
    case 'gate.voted':
    case 'gate.refused':
    case 'gate.reminded':
    case 'gate.expired':
    case 'gate.ripened':
    case 'gate.escalated':
    case 'effect.intended':
    case 'effect.denied':
    case 'effect.ended':
    case 'effect.refused':
    case 'effect.settled':
      return
    default:
      return assertNever(fact)
  }
}

interface Ending {
  readonly status: EndStatus
  readonly reason: string | null
}

/** Ends a stage, and with it whatever it holds that has not ended: of that there are no facts. */
function finish(
  stages: Stages,
  id: string,
  { status, reason }: Ending,
  at: number,
  nodes: FollowedRun['nodes'],
): void {
  const row = stages.get(id)
  const node = nodes.get(id)
  if (row === undefined || node === undefined) return
  const worked = node.type === 'agent' && row.startedAt !== null
  const phase = worked ? (status === 'revoked' ? 'REVOKED' : 'EXIT') : null
  stages.set(id, { ...row, status, reason, phase, finishedAt: at })
  if (!('children' in node)) return
  const inside: Ending = { status: status === 'skipped' ? 'skipped' : 'cancelled', reason }
  for (const child of node.children)
    if (!isEnded(stages.get(child)?.status ?? 'pending')) finish(stages, child, inside, at, nodes)
}
