import {
  type AttemptRow,
  type Commit,
  type Fact,
  type GateRow,
  GENESIS,
  type Graph,
  type LedgerTransaction,
  type OutboxMessage,
  type RunRow,
  type RunState,
  type SealedEntry,
  type StageRow,
  sealEntry,
  type VoteRow,
} from '@muster/core'
import { decideEntry } from './decide-entry.ts'
import type { EngineDeps } from './deps.ts'
import { messagesAfter, stopsBefore } from './outbox-of.ts'
import { attemptRows, gateRow, runRow, stageRow, voteRow } from './project.ts'
import type { Publisher } from './publisher.ts'
import type { RunCache } from './run-cache.ts'

/**
 * A request to move a run: what happened, judged under the run's lock. Null means that nothing happened after all;
 * throwing undoes the whole beat.
 */
export interface Request {
  readonly run: string
  readonly judge: (state: RunState, row: RunRow) => Fact | null
}

/** A run to be created in a beat, with the cause that starts it. */
interface Birth {
  readonly row: RunRow
  readonly graph: Graph
  readonly state: RunState
  readonly cause: Fact
}

/** One run inside a beat: its row, its state, and what the beat writes of it. */
interface Moving {
  row: RunRow
  readonly state: RunState
  readonly entries: SealedEntry[]
  readonly attempts: Map<string, AttemptRow>
  readonly gates: Map<string, GateRow>
  readonly votes: VoteRow[]
  readonly messages: OutboxMessage[]
}

export type Beat = (requests: readonly Request[], births?: readonly Birth[]) => Promise<readonly RunRow[]>

/**
 * The one way in which runs move: append, advance, commit with the outbox, publish.
 *
 * B1. Entries, state and outbox commit in one transaction; nothing is published before.
 * B2. A state is touched only under its run's row lock; when a beat fails, every state it touched is forgotten.
 * B3. Documents that facts name are stored before the commit that names them.
 */
export function createBeat(deps: EngineDeps, cache: RunCache, publisher: Publisher): Beat {
  async function moveRuns(tx: LedgerTransaction, requests: readonly Request[], births: readonly Birth[]) {
    const ids = [...new Set(requests.map((request) => request.run))]
    const rows = new Map((ids.length === 0 ? [] : await tx.lockRuns(ids)).map((row) => [row.id, row]))
    const moving = new Map<string, Moving>()
    const documents: string[] = []
    const now = deps.clock()
    for (const { row, state, cause } of births) {
      const run = toMove(row, state)
      moving.set(row.id, run)
      documents.push(...move(run, cause, now))
    }
    for (const request of requests) {
      const row = rows.get(request.run)
      if (row === undefined) continue
      let run = moving.get(request.run)
      if (run === undefined) {
        run = toMove(row, await cache.load(tx, row))
        moving.set(request.run, run)
      }
      const cause = request.judge(run.state, run.row)
      if (cause !== null) documents.push(...move(run, cause, now))
    }
    await Promise.all(documents.map((document) => deps.artifacts.put(document)))
    const moved = [...moving.values()].filter((run) => run.entries.length > 0)
    const outboxIds = moved.length === 0 ? [] : await tx.write(commitOf(moved, births))
    return { moved, outboxIds }
  }

  return async function beat(requests, births = []) {
    const touched = [...requests.map((request) => request.run), ...births.map((birth) => birth.row.id)]
    const { moved, outboxIds } = await deps.ledger
      .transaction((tx) => moveRuns(tx, requests, births))
      .catch((error: unknown) => {
        cache.forget(touched)
        throw error
      })
    for (const run of moved) cache.keep(run.state)
    if (moved.length > 0)
      publisher.publish(
        moved.flatMap((run) => run.messages),
        outboxIds,
        moved.map((run) => run.row.id),
      )
    return moved.map((run) => run.row)
  }
}

function toMove(row: RunRow, state: RunState): Moving {
  return { row, state, entries: [], attempts: new Map(), gates: new Map(), votes: [], messages: [] }
}

/** Decides one entry of a run and gathers what it writes; answers the documents it names. */
function move(run: Moving, cause: Fact, now: number): readonly string[] {
  const { row, state } = run
  const before = (fact: Fact): void => {
    for (const attempt of attemptRows(row, state, fact, now))
      run.attempts.set(`${attempt.stage} ${attempt.fence}`, attempt)
    run.messages.push(...stopsBefore(row, state, fact))
  }
  const after = (fact: Fact): void => {
    run.messages.push(...messagesAfter(row, state, fact, now))
    if (fact.kind === 'gate.voted') run.votes.push(voteRow(row, state, fact, now))
    if ('stage' in fact && fact.kind.startsWith('gate.')) {
      const gate = gateRow(row, state, fact.stage)
      if (gate !== null) run.gates.set(`${gate.stage} ${gate.round}`, gate)
    }
  }
  const { entry, documents } = decideEntry(state, cause, now, before, after)
  const sealed = sealEntry(row.tenant, row.seq === 0 ? GENESIS : row.head, entry)
  run.entries.push(sealed)
  run.row = runRow(row, state, sealed.hash)
  return documents
}

function commitOf(moved: readonly Moving[], births: readonly Birth[]): Commit {
  const born = new Map(births.map((birth) => [birth.row.id, birth.graph]))
  const stages: StageRow[] = []
  for (const { row, state } of moved) {
    for (const id of state.changed) stages.push(stageRow(row, state, id, state.positions.get(id) ?? 0))
    state.changed.clear()
  }
  return {
    created: moved.flatMap(({ row }) => {
      const graph = born.get(row.id)
      return graph === undefined ? [] : [{ row, graph }]
    }),
    runs: moved.filter(({ row }) => !born.has(row.id)).map(({ row }) => row),
    entries: moved.flatMap((run) => run.entries),
    stages,
    attempts: moved.flatMap((run) => [...run.attempts.values()]),
    gates: moved.flatMap((run) => [...run.gates.values()]),
    votes: moved.flatMap((run) => run.votes),
    outbox: moved.flatMap((run) => run.messages.map((message) => ({ run: run.row.id, message }))),
  }
}
