import {
  type Commit,
  DEFAULT_TENANT,
  type EffectRow,
  type EndedAttempt,
  type Fact,
  type GateRow,
  GENESIS,
  type Graph,
  type NoticeRow,
  type OutboxMessage,
  type Policy,
  type QuotaBook,
  type Revoked,
  type RunRow,
  type RunState,
  revocationHead,
  type RunEndStatus,
  type SealedEntry,
  type StageId,
  type StageRow,
  sealEntry,
  stageOf,
  type VoteRow,
} from '@muster/core'
import { decideEntry } from './decide-entry.ts'
import { noticesOf } from './notice-of.ts'
import { messagesAfter, stopsBefore } from './outbox-of.ts'
import { endedAttempt, effectRows, gateRow, runRow, stageRow, voteRow } from './project.ts'

/** What a beat knows when it decides. */
export interface Known {
  readonly now: number
  readonly revoked: Revoked
  readonly quotas: QuotaBook
  readonly policy: Policy
}

/** One run inside a beat: its row, its state, and what the beat writes of it. */
export interface MovingRun {
  row: RunRow
  /** How it ended in this beat; null while it goes on. */
  ended: RunEndStatus | null
  readonly state: RunState
  /** Of a run that this beat creates. */
  readonly graph: Graph | null
  readonly entries: SealedEntry[]
  readonly attempts: EndedAttempt[]
  readonly gates: Map<string, GateRow>
  readonly votes: VoteRow[]
  readonly notices: NoticeRow[]
  readonly messages: OutboxMessage[]
}

export function toMove(row: RunRow, state: RunState, graph: Graph | null): MovingRun {
  return {
    row,
    ended: null,
    state,
    graph,
    entries: [],
    attempts: [],
    gates: new Map(),
    votes: [],
    notices: [],
    messages: [],
  }
}

/** Decides one entry of a run and gathers what it writes; answers the documents it names. */
export function move(run: MovingRun, cause: Fact, known: Known): readonly string[] {
  const { now, quotas, revoked } = known
  const { row, state } = run
  const webhooks = revoked.webhooks.get(row.tenant)
  if (row.seq !== state.seq)
    throw new TypeError(`run ${row.id}: its row is at ${row.seq}, its state at ${state.seq}`)
  const before = (fact: Fact): void => {
    const attempt = endedAttempt(row, state, fact, now)
    if (attempt !== null) run.attempts.push(attempt)
    run.messages.push(...stopsBefore(row, state, fact))
    if (fact.kind === 'run.finished') run.ended = fact.status
    if (fact.kind === 'stage.finished' && isAtWork(state, fact.stage)) quotas.freeAgent(row)
  }
  const after = (fact: Fact): void => {
    run.messages.push(...messagesAfter(row, state, fact, now))
    if (fact.kind === 'gate.voted') run.votes.push(voteRow(row, state, fact, now))
    if ('stage' in fact && fact.kind.startsWith('gate.')) {
      const gate = gateRow(row, state, fact.stage)
      if (gate !== null) run.gates.set(`${gate.stage} ${gate.round}`, gate)
    }
    if (webhooks !== undefined) run.notices.push(...noticesOf(row, state, fact, now, webhooks))
  }
  const { tenant, project } = row
  const { entry, documents } = decideEntry(state, cause, { ...known, tenant, project }, before, after)
  const sealed = sealEntry(tenant, row.seq === 0 ? GENESIS : row.head, entry)
  run.entries.push(sealed)
  run.row = runRow(row, state, sealed.hash)
  return documents
}

function isAtWork(state: RunState, id: StageId): boolean {
  const stage = stageOf(state, id)
  return stage.status === 'running' && stage.kind === 'agent'
}

/** All that a beat writes of the runs it moved, which it decided while this much was revoked. */
export function commitOf(moved: readonly MovingRun[], revoked: Revoked): Commit {
  return {
    created: moved.flatMap(({ row, graph }) => (graph === null ? [] : [{ row, graph }])),
    runs: moved.filter(({ graph }) => graph === null).map(({ row }) => row),
    entries: moved.flatMap((run) => run.entries),
    stages: moved.flatMap(changedStages),
    attempts: moved.flatMap((run) => run.attempts),
    gates: moved.flatMap((run) => [...run.gates.values()]),
    votes: moved.flatMap((run) => run.votes),
    effects: moved.flatMap(changedEffects),
    notices: moved.flatMap((run) => run.notices),
    outbox: moved.flatMap(({ row, messages }) =>
      messages.filter(needsOutbox).map((message) => ({ tenant: row.tenant, run: row.id, message })),
    ),
    revocations: chainsBehind(moved).map((tenant) => ({
      tenant,
      seq: revocationHead(revoked, tenant).seq,
    })),
  }
}

/** The tenants whose chains a commit depends on: those of its runs, and the one that says which workers are revoked. */
function chainsBehind(moved: readonly MovingRun[]): readonly string[] {
  const tenants = new Set(moved.map(({ row }) => row.tenant))
  return tenants.size === 0 ? [] : [...tenants.add(DEFAULT_TENANT)]
}

function changedStages({ row, state }: MovingRun): readonly StageRow[] {
  const rows = [...state.changed].map((id) => stageRow(row, state, id, state.positions.get(id) ?? 0))
  state.changed.clear()
  return rows
}

function changedEffects({ row, state }: MovingRun): readonly EffectRow[] {
  if (state.changedEffects.size === 0) return []
  const rows = effectRows(row, state)
  state.changedEffects.clear()
  return rows
}

/** The outbox of an attempt is its stage's row, which says what must be in the store until the attempt is settled. */
function needsOutbox(message: OutboxMessage): boolean {
  return message.kind !== 'attempt'
}
