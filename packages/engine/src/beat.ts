import {
  createState,
  type Fact,
  type Graph,
  gather,
  type IdempotencyKey,
  type LedgerTransaction,
  type RunRow,
  type RunState,
} from '@muster/core'
import type { EngineDeps } from './deps.ts'
import type { Admission } from './engine.ts'
import { commitOf, type MovingRun, move, toMove } from './moving-run.ts'
import type { Publisher } from './publisher.ts'
import type { RunCache } from './run-cache.ts'

/** A request to move a run: what happened, judged under the run's lock. Null means that nothing happened after all. */
export interface Request {
  readonly run: string
  readonly judge: (state: RunState, row: RunRow) => Fact | null
}

/** A run to be created, with the cause that starts it. */
export interface Birth {
  readonly row: RunRow
  readonly graph: Graph
  readonly cause: Fact
}

export interface Beat {
  /** Moves runs; answers the rows of those that moved. What a judge throws refuses the call and leaves its run alone. */
  move(requests: readonly Request[]): Promise<readonly RunRow[]>
  /** Creates a run, unless its idempotency key belongs to one already. */
  bear(birth: Birth): Promise<Admission>
}

/** What one caller asked of a beat. */
type Call = { readonly requests: readonly Request[] } | { readonly birth: Birth }
type Answer =
  | { readonly kind: 'moved'; readonly rows: readonly RunRow[] }
  | { readonly kind: 'admitted'; readonly admission: Admission }
  | { readonly kind: 'refused'; readonly reason: unknown }

/** The most callers of one beat: enough to share a commit, few enough to be answered soon. */
const MOST_CALLS = 64

/**
 * The one way in which runs move: append, advance, commit with the outbox, publish.
 *
 * B1. Entries, state and outbox commit in one transaction; nothing is published before.
 * B2. A state is touched only under its run's row lock; when a beat fails, every state it touched is forgotten.
 * B3. Documents that facts name are stored before the commit that names them.
 * B4. One beat at a time: who comes meanwhile shares the next one. When that fails, each caller is tried by himself, so
 *     that nobody fails for another's sake.
 */
export function createBeat(deps: EngineDeps, cache: RunCache, publisher: Publisher): Beat {
  async function decide(tx: LedgerTransaction, calls: readonly Call[]) {
    const births = calls.flatMap((call) => ('birth' in call ? [call.birth] : []))
    const requests = calls.flatMap((call) => ('birth' in call ? [] : call.requests))
    const taken = await takenKeys(tx, births)
    const states = await cache.load(tx, [...new Set(requests.map(({ run }) => run))])
    const moving = new Map<string, MovingRun>()
    const documents: string[] = []
    const now = deps.clock()

    const bear = ({ row, graph, cause }: Birth): Answer => {
      const key = keyOf(row)
      const owner = key === null ? undefined : taken.get(key)
      if (owner !== undefined) return { kind: 'admitted', admission: { run: owner, created: false } }
      const run = toMove(row, createState(row.id, graph), graph)
      moving.set(row.id, run)
      documents.push(...move(run, cause, now))
      if (key !== null) taken.set(key, run.row)
      return { kind: 'admitted', admission: { run: run.row, created: true } }
    }

    const moveAll = (asked: readonly Request[]): Answer => {
      const mine = new Set<MovingRun>()
      for (const { run: id, judge } of asked) {
        const known = states.get(id)
        if (known === undefined) continue
        const run = moving.get(id) ?? toMove(known.row, known.state, null)
        let cause: Fact | null
        try {
          cause = judge(run.state, run.row)
        } catch (reason) {
          return { kind: 'refused', reason }
        }
        if (cause === null) continue
        moving.set(id, run)
        mine.add(run)
        documents.push(...move(run, cause, now))
      }
      return { kind: 'moved', rows: [...mine].map(({ row }) => row) }
    }

    const answers = calls.map((call) => ('birth' in call ? bear(call.birth) : moveAll(call.requests)))
    await Promise.all(documents.map((document) => deps.artifacts.put(document)))
    const moved = [...moving.values()]
    // Not awaited: it travels with the commit, whose failure is the beat's.
    const written = moved.length === 0 ? Promise.resolve([]) : tx.write(commitOf(moved))
    written.catch(() => {})
    return { answers, moved, written }
  }

  async function beatOnce(calls: readonly Call[]): Promise<readonly Answer[]> {
    const { answers, moved, written } = await deps.ledger
      .transaction((tx) => decide(tx, calls))
      .catch((error: unknown) => {
        cache.forget(calls.flatMap((call) => ('birth' in call ? [] : call.requests.map(({ run }) => run))))
        throw error
      })
    for (const { row, state } of moved) cache.keep(row, state)
    if (moved.length > 0)
      publisher.publish(
        moved.flatMap(({ messages }) => messages),
        await written,
        moved.map(({ row }) => row.id),
      )
    return answers
  }

  async function beatAlone(call: Call): Promise<Answer> {
    try {
      const [answer] = await beatOnce([call])
      return answer ?? { kind: 'refused', reason: new Error('a beat answered nothing') }
    } catch (reason) {
      return { kind: 'refused', reason }
    }
  }

  async function beat(calls: readonly Call[]): Promise<readonly Answer[]> {
    const [first, second] = calls
    if (first !== undefined && second === undefined) return [await beatAlone(first)]
    try {
      return await beatOnce(calls)
    } catch {
      const answers: Answer[] = []
      for (const call of calls) answers.push(await beatAlone(call))
      return answers
    }
  }

  const ask = gather(MOST_CALLS, beat)
  return {
    async move(requests) {
      const answer = await ask({ requests })
      if (answer.kind === 'refused') throw answer.reason
      return answer.kind === 'moved' ? answer.rows : []
    },
    async bear(birth) {
      const answer = await ask({ birth })
      if (answer.kind === 'refused') throw answer.reason
      if (answer.kind === 'moved') throw new TypeError('a birth is admitted, not moved')
      return answer.admission
    },
  }
}

/** The runs that the births' keys belong to already, by key. */
async function takenKeys(tx: LedgerTransaction, births: readonly Birth[]): Promise<Map<string, RunRow>> {
  const keys = births.flatMap(({ row: { tenant, project, idempotencyKey } }): IdempotencyKey[] =>
    idempotencyKey === null ? [] : [{ tenant, project, key: idempotencyKey }],
  )
  const rows = keys.length === 0 ? [] : await tx.runsByKeys(keys)
  return new Map(rows.map((row) => [keyOf(row) ?? '', row]))
}

function keyOf({ tenant, project, idempotencyKey }: RunRow): string | null {
  return idempotencyKey === null ? null : JSON.stringify([tenant, project, idempotencyKey])
}
