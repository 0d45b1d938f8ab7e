import {
  type Commit,
  createQuotaBook,
  dayStart,
  type Fact,
  type Graph,
  gather,
  type LedgerTransaction,
  limitedScopes,
  type QuotaScope,
  type Revoked,
  type RunRow,
  type RunState,
  scopeKey,
  type Usage,
} from '@muster/core'
import { type Answer, type Call, decideCalls, keyOf, keysOf, runsOf } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import { createDocuments } from './documents.ts'
import type { Admission } from './engine.ts'
import { commitOf, type MovingRun } from './moving-run.ts'
import type { Publisher } from './publisher.ts'
import type { RevocationRegister } from './revocation-register.ts'
import type { CachedRun, RunCache } from './run-cache.ts'
import type { Tally } from './tally.ts'

/** A request to move a run: what happened, judged on the run as it stands. Null means that nothing happened after all. */
export interface Request {
  readonly run: string
  readonly judge: (state: RunState, row: RunRow, revoked: Revoked) => Fact | null
}

/** A run to be created. `judge` says what starts it when it is decided, which may be again; it throws what refuses it. */
export interface Birth {
  readonly row: RunRow
  readonly graph: Graph
  readonly judge: () => Fact
}

export interface Beat {
  /** Moves runs; answers the rows of those that moved. What a judge throws refuses the call and leaves its run alone. */
  move(requests: readonly Request[]): Promise<readonly RunRow[]>
  /** Creates a run, unless its idempotency key belongs to one already. */
  bear(birth: Birth): Promise<Admission>
}

const NOTHING_COUNTED: ReadonlyMap<string, Usage> = new Map()

/** The most callers of one beat: enough to share a commit, few enough to be answered soon. */
const MOST_CALLS = 64
/** After another process moved a run first, runs are locked before they are moved, for this long. */
const SHARED_MS = 10_000

/**
 * The one way in which runs move: append, advance, commit with the outbox, publish.
 *
 * B1. Entries, state and outbox commit in one transaction; nothing is published before.
 * B2. A run is moved by one process at a time: an entry's number is given once, so that of two commits one fails, and
 *     every state it touched is forgotten. Who meets another process locks its runs from then on, and nobody fails.
 * B3. Documents that facts name are stored before the commit that names them.
 * B4. One beat at a time: who comes meanwhile shares the next one. When that fails, each caller is tried by himself, so
 *     that nobody fails for another's sake.
 * B5. What was decided without knowing of a revocation, or of a limit, is not written: its commit fails, and it is decided
 *     again.
 * B6. What counts against a limit is counted under a lock of its tenant that is held until the commit.
 */
export function createBeat(
  deps: EngineDeps,
  cache: RunCache,
  publisher: Publisher,
  revocations: Pick<RevocationRegister, 'known' | 'refresh'>,
  tally: Pick<Tally, 'note'>,
): Beat {
  const { artifacts, clock, ledger, policy, committed = () => {} } = deps
  const store = createDocuments(artifacts, clock)
  let sharedUntil = 0

  /** Without a lock: one statement. Null when that cannot tell, because a run is not there or did not move. */
  async function beatAtOnce(calls: readonly Call[]): Promise<readonly Answer[] | null> {
    if (clock() < sharedUntil || calls.some((call) => keysOf(call).length > 0)) return null
    const runs = await cache.known(ledger, runsOf(calls))
    if (runs === null) return null
    const revoked = revocations.known()
    if (limitedOf(calls, runs, revoked).length > 0) return null
    const quotas = createQuotaBook(revoked, NOTHING_COUNTED, clock())
    const known = { now: clock(), revoked, quotas, policy }
    const { answers, moved, documents, certain } = decideCalls(calls, runs, new Map(), known)
    if (!certain) {
      cache.forget(runsOf(calls))
      return null
    }
    await store(documents)
    if (moved.length === 0) return answers
    const commit = commitOf(moved, revoked)
    finish(moved, commit, await ledger.write(commit))
    return answers
  }

  async function beatLocked(calls: readonly Call[]): Promise<readonly Answer[]> {
    // What is refused commits nothing that could tell that it was lifted.
    if (revocations.known().standing.size > 0) await revocations.refresh()
    const { answers, moved, commit, written } = await ledger.transaction(async (tx) => {
      const owners = await tx.runsByKeys(calls.flatMap(keysOf))
      const runs = await cache.load(tx, runsOf(calls))
      const revoked = revocations.known()
      const now = clock()
      const quotas = createQuotaBook(revoked, await count(tx, limitedOf(calls, runs, revoked), now), now)
      const { documents, ...decided } = decideCalls(
        calls,
        runs,
        new Map(owners.map((row) => [keyOf(row) ?? '', row])),
        { now, revoked, quotas, policy },
      )
      await store(documents)
      // Not awaited: it travels with the commit, whose failure is the beat's.
      const commit = decided.moved.length === 0 ? null : commitOf(decided.moved, revoked)
      const written = commit === null ? Promise.resolve([]) : tx.write(commit)
      written.catch(() => {})
      return { ...decided, commit, written }
    })
    const outboxIds = await written
    if (commit !== null) finish(moved, commit, outboxIds)
    return answers
  }

  function finish(moved: readonly MovingRun[], commit: Commit, outboxIds: readonly number[]): void {
    for (const { row, state } of moved) cache.keep(row, state)
    committed(commit)
    tally.note(moved)
    const messages = moved.flatMap((run) => run.messages)
    publisher.publish(
      messages,
      outboxIds,
      moved.map(({ row }) => row.id),
    )
  }

  async function beatTogether(calls: readonly Call[]): Promise<readonly Answer[]> {
    try {
      const answers = await beatAtOnce(calls)
      if (answers !== null) return answers
    } catch {
      // Another process was first, or the ledger refuses: the locked try tells which.
      sharedUntil = clock() + SHARED_MS
      cache.forget(runsOf(calls))
      await revocations.refresh()
    }
    try {
      return await beatLocked(calls)
    } catch (error) {
      cache.forget(runsOf(calls))
      await revocations.refresh().catch(() => {})
      throw error
    }
  }

  async function beatAlone(call: Call): Promise<Answer> {
    try {
      const [answer] = await beatTogether([call])
      return answer ?? { kind: 'refused', reason: new Error('a beat answered nothing') }
    } catch (reason) {
      return { kind: 'refused', reason }
    }
  }

  const ask = gather(MOST_CALLS, async (calls: readonly Call[]): Promise<readonly Answer[]> => {
    try {
      return await beatTogether(calls)
    } catch {
      const answers: Answer[] = []
      for (const call of calls) {
        const [last, before] = answers.slice(-2).toReversed()
        // Two in a row: it is the ledger that fails, not what was asked.
        const down = last?.kind === 'refused' && before?.kind === 'refused'
        answers.push(down ? last : await beatAlone(call))
      }
      return answers
    }
  })
  return {
    async move(requests) {
      const answer = await ask({ kind: 'move', requests })
      if (answer.kind === 'refused') throw answer.reason
      return answer.kind === 'moved' ? answer.rows : []
    },
    async bear(birth) {
      const answer = await ask({ kind: 'bear', birth })
      if (answer.kind === 'refused') throw answer.reason
      if (answer.kind === 'moved') throw new TypeError('a birth is admitted, not moved')
      return answer.admission
    },
  }
}

/** What must be counted to decide these calls: of runs that are to start all limits, of those at work that on agents. */
function limitedOf(
  calls: readonly Call[],
  runs: ReadonlyMap<string, CachedRun>,
  revoked: Revoked,
): readonly QuotaScope[] {
  if (revoked.quotas.size === 0) return []
  const born = calls.flatMap((call) => (call.kind === 'bear' ? limitedScopes(revoked, call.birth.row) : []))
  const moved = [...runs.values()].flatMap(({ row }) =>
    row.status === 'running' ? limitedScopes(revoked, row, ['agents']) : limitedScopes(revoked, row),
  )
  return [...new Map([...born, ...moved].map((scope) => [scopeKey(scope), scope])).values()]
}

async function count(
  tx: LedgerTransaction,
  scopes: readonly QuotaScope[],
  now: number,
): Promise<ReadonlyMap<string, Usage>> {
  if (scopes.length === 0) return NOTHING_COUNTED
  const counted = await tx.usage(scopes, dayStart(now))
  return new Map(
    scopes.flatMap((scope, place) =>
      counted[place] === undefined ? [] : [[scopeKey(scope), counted[place]]],
    ),
  )
}
