import { type Clock, type Graph, type Ledger, type LedgerTransaction, MusterError } from '@muster/core'
import { arrayLiteral } from './columnar.ts'
import type { Database, Session } from './database.ts'
import { migrate } from './migrate.ts'
import { effectsOf } from './statements/effects.ts'
import { entriesAfter, entriesOf } from './statements/entries.ts'
import { gatesOf, openGates, votesOf } from './statements/gates.ts'
import { clearOutbox, staleOutbox } from './statements/outbox.ts'
import * as runs from './statements/runs.ts'
import {
  appendRevocation,
  lockChain,
  revocationsAfter,
  revocationsOf,
  tenantHeads,
} from './statements/revocations.ts'
import { attemptsOf, due, inFlight, stagesOf } from './statements/stages.ts'
import { oldestKept, TRIMMED_TABLES, trimRuns } from './statements/trim.ts'
import { writeCommit } from './write-commit.ts'

async function graph(session: Session, run: string): Promise<Graph> {
  const [row] = await runs.graphOf(session, { run })
  if (row === undefined) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run })
  return row.body
}

function createTransaction(session: Session, clock: Clock): LedgerTransaction {
  return {
    async lockRuns(ids) {
      const rows = ids.length === 0 ? [] : await runs.lockRuns(session, { ids: arrayLiteral(ids) })
      return new Map(rows.map(({ id, seq }) => [id, seq]))
    },
    runs: async (ids) => (ids.length === 0 ? [] : runs.runsById(session, { ids: arrayLiteral(ids) })),
    async entriesAfter(heads) {
      if (heads.length === 0) return []
      const seqs = arrayLiteral(heads.map(({ seq }) => seq))
      return entriesAfter(session, { runs: arrayLiteral(heads.map(({ run }) => run)), seqs })
    },
    async graphs(ids) {
      const rows = ids.length === 0 ? [] : await runs.graphsOf(session, { runs: arrayLiteral(ids) })
      return new Map(rows.map(({ run, body }) => [run, body]))
    },
    async runsByKeys(keys) {
      if (keys.length === 0) return []
      const locks = keys.map(({ tenant, project, key }) => JSON.stringify([tenant, project, key]))
      await runs.lockKeys(session, { keys: arrayLiteral(locks) })
      return runs.runsByKeys(session, {
        tenants: arrayLiteral(keys.map(({ tenant }) => tenant)),
        projects: arrayLiteral(keys.map(({ project }) => project)),
        keys: arrayLiteral(keys.map(({ key }) => key)),
      })
    },
    write: (commit) => writeCommit(session, commit, clock()),
  }
}

/** What verification needs beyond the port: every tenant's runs, unlocked. */
export interface AuditLedger extends Ledger {
  /** A run's newest entry as its row remembers it, or null when there is no such run. */
  head(run: string): Promise<runs.RunHead | null>
  /** The newest revocation of each tenant, as the tenant's row remembers it. */
  tenantHeads(): Promise<readonly { readonly tenant: string; readonly seq: number; readonly hash: string }[]>
  /** Ids of all runs of all tenants after `after`, in order. */
  runIds(after: string, limit: number): Promise<readonly string[]>
}

/** The ledger over a database. `clock` dates the outbox rows. Inside a transaction only the transaction may be asked. */
export function createLedger(db: Database, clock: Clock): AuditLedger {
  return {
    transaction: (work) => db.transaction((session) => work(createTransaction(session, clock))),
    write: (commit) => writeCommit(db, commit, clock()),
    revoke: (tenant, decide) =>
      db.transaction(async (session) => {
        await lockChain(session, { tenant })
        const link = decide(await revocationsOf(session, { tenant }))
        if (link !== null) await appendRevocation(session, { ...link })
        return link
      }),
    async revocations(known) {
      const tenants = arrayLiteral([...known.keys()])
      return revocationsAfter(db, { tenants, seqs: arrayLiteral([...known.values()]) })
    },
    clearOutbox: (ids) => clearOutbox(db, ids),
    staleOutbox: (before, limit) => staleOutbox(db, { before, limit }),
    inFlight: (before, after, limit) => inFlight(db, { before, ...after, limit }),
    due: (now, limit) => due(db, { now, limit }),
    openRuns: async () => (await runs.openRuns(db)).map(({ id }) => id),
    runs: ({ tenant, status, limit, project = null, before = null }) =>
      status === undefined
        ? runs.newestRuns(db, { tenant, limit, project, before })
        : runs.newestRunsOfStatus(db, { tenant, status, limit, project, before }),
    run: async (tenant, id) => (await runs.runById(db, { tenant, id }))[0] ?? null,
    graph: (run) => graph(db, run),
    stages: (run) => stagesOf(db, { run }),
    attempts: (run) => attemptsOf(db, { run }),
    gates: (of) => ('run' in of ? gatesOf(db, { run: of.run }) : openGates(db, { tenant: of.tenant })),
    votes: (run) => votesOf(db, { run }),
    effects: (run) => effectsOf(db, { run }),
    entries: (run, after, limit) => entriesOf(db, { run, after, limit }),
    trim: async (before, at) => (await trimRuns(db, { before, at }))[0]?.trimmed ?? 0,
    reclaim: () => db.reclaim(TRIMMED_TABLES),
    oldestKept: async () => (await oldestKept(db))[0]?.at ?? null,
    tenantHeads: () => tenantHeads(db),
    head: async (id) => (await runs.headOf(db, { id }))[0] ?? null,
    runIds: async (after, limit) => (await runs.runIds(db, { after, limit })).map(({ id }) => id),
    migrate: () => migrate(db),
    close: () => db.close(),
  }
}
