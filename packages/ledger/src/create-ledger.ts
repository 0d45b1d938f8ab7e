import {
  type Clock,
  DEFAULT_TENANT,
  type Graph,
  type Ledger,
  type LedgerReads,
  type LedgerTransaction,
  MusterError,
  type QuotaScope,
  type SealedRevocation,
  type Usage,
} from '@muster/core'
import { arrayLiteral } from './columnar.ts'
import type { Database, Session, Sessions } from './database.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { effectsOf } from './statements/effects.ts'
import { entriesAfter, entriesOf } from './statements/entries.ts'
import { gatesOf, votesOf } from './statements/gates.ts'
import { openGatesOf } from './statements/open-gates.ts'
import { aboutLedger, addMinutes, countedIn } from './statements/minutes.ts'
import { delayNotice, dropNotice, takeNotices } from './statements/notices.ts'
import { clearOutbox, staleOutbox } from './statements/outbox.ts'
import { changesSince } from './statements/changes.ts'
import { approvalsSince, attentionOf, insertView } from './statements/attention.ts'
import { appendRefusal, lockRefusals, refusalHeads, refusalsBefore } from './statements/refusals.ts'
import * as runs from './statements/runs.ts'
import {
  appendRevocation,
  lockChain,
  revocationsAfter,
  revocationsBefore,
  revocationsOf,
  tenantHeads,
} from './statements/revocations.ts'
import { searchIn } from './statements/search/find.ts'
import { keysAfter } from './statements/signing-keys.ts'
import { attemptsOf, due, inFlight, stagesOf } from './statements/stages.ts'
import { addTemplate, templatesOf } from './statements/templates.ts'
import * as tokens from './statements/tokens.ts'
import { createProject, createTenant, listTenants } from './statements/tenants.ts'
import { heldStages, lockUsage, usageOf } from './statements/quotas.ts'
import { dropView, saveView, viewsOf } from './statements/views.ts'
import { oldestKept, TRIMMED_TABLES, trimRuns } from './statements/trim.ts'
import * as webhooks from './statements/webhooks.ts'
import { writeCommit } from './write-commit.ts'

/** No link has this number: they are counted by integers of four bytes. */
const LAST_LINK = 2 ** 31 - 1

async function graph(session: Session, run: string): Promise<Graph> {
  const [row] = await runs.graphOf(session, { run })
  if (row === undefined) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run })
  return row.body
}

async function usage(session: Session, { tenant, project }: QuotaScope, since: number): Promise<Usage> {
  const [row] = await usageOf(session, { tenant, project, since })
  if (row === undefined) throw new TypeError('a count answered nothing')
  return row
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
    async usage(scopes, since) {
      // A statement of its own: what is counted is counted after whoever counted before has committed.
      await lockUsage(session, { tenants: arrayLiteral([...new Set(scopes.map(({ tenant }) => tenant))]) })
      return Promise.all(scopes.map((scope) => usage(session, scope, since)))
    },
    write: (commit) => writeCommit(session, commit, clock()),
  }
}

/** What verification needs beyond the port: runs, unlocked, and the heads that their rows and their tenants remember. */
export interface AuditReads extends Pick<Ledger, 'entries' | 'refusals' | 'revocations'> {
  /** A run's newest entry as its row remembers it, or null when there is no such run. */
  head(run: string): Promise<runs.RunHead | null>
  /** The newest revocation of each tenant, as the tenant's row remembers it. */
  tenantHeads(): Promise<readonly { readonly tenant: string; readonly seq: number; readonly hash: string }[]>
  /** The newest refusal of each tenant, in the same way. */
  refusalHeads(): Promise<readonly { readonly tenant: string; readonly seq: number; readonly hash: string }[]>
  /** Ids of all runs after `after`, in order. */
  runIds(after: string, limit: number): Promise<readonly string[]>
}

export interface AuditLedger extends Ledger, AuditReads {
  /** For who reads alone. Throws MUSTER_LEDGER_VERSION unless it is as this version makes it. */
  requireMigrated(): Promise<void>
  of(tenant: string): LedgerReads & AuditReads
}

/** The same statements for all tenants and for one: which rows they see is the session's. */
function createReads(session: Sessions): LedgerReads & AuditReads {
  return {
    runs: (filter) => runs.newestRuns(session, filter),
    search: (search) => searchIn(session, search),
    run: async (tenant, id) => (await runs.runById(session, { tenant, id }))[0] ?? null,
    gates: ({ run }) => gatesOf(session, { run }),
    openGates: (filter) => openGatesOf(session, filter),
    graph: (run) => graph(session, run),
    stages: (run) => stagesOf(session, { run }),
    attempts: (run) => attemptsOf(session, { run }),
    votes: (run) => votesOf(session, { run }),
    async attention(of) {
      const [found] = await attentionOf(session, { ...of })
      if (found === undefined) throw new TypeError('a count has one row')
      return found
    },
    approvals: (tenant, since, people) => approvalsSince(session, { tenant, since, people }),
    effects: (run) => effectsOf(session, { run }),
    entries: (run, after, limit) => entriesOf(session, { run, after, limit }),
    templates: async (tenant, ids) =>
      ids.length === 0 ? [] : templatesOf(session, { tenant, ids: arrayLiteral(ids) }),
    usage: (scope, since) => usage(session, scope, since),
    views: (tenant, owner) => viewsOf(session, { tenant, owner }),
    counted: (scope, since) => countedIn(session, scope, since),
    about: () => aboutLedger(session),
    changes: (scope, since, limit) => changesSince(session, scope, since, limit),
    async revocations(known) {
      const tenants = arrayLiteral([...known.keys()])
      return revocationsAfter(session, { tenants, seqs: arrayLiteral([...known.values()]) })
    },
    refusals: (tenant, before, limit) =>
      refusalsBefore(session, { tenant, before: before ?? LAST_LINK, limit }),
    register: (tenant, before, limit) =>
      revocationsBefore(session, { tenant, before: before ?? LAST_LINK, limit }),
    tenantHeads: () => tenantHeads(session),
    refusalHeads: () => refusalHeads(session),
    head: async (id) => (await runs.headOf(session, { id }))[0] ?? null,
    runIds: async (after, limit) => (await runs.runIds(session, { after, limit })).map(({ id }) => id),
  }
}

/** Appends a link to a tenant's chain that nobody else appends to meanwhile. */
async function appendTo(
  session: Session,
  tenant: string,
  seal: (links: readonly SealedRevocation[]) => SealedRevocation,
): Promise<void> {
  await lockChain(session, { tenant })
  await appendRevocation(session, { ...seal(await revocationsOf(session, { tenant })) })
}

/** The ledger over a database. `clock` dates the outbox rows. Inside a transaction only the transaction may be asked. */
export function createLedger(database: Database, clock: Clock): AuditLedger {
  const db = database.planner
  const reads = new Map<string, LedgerReads & AuditReads>()
  return {
    ...createReads(db),
    of(tenant) {
      const known = reads.get(tenant) ?? createReads(database.tenant(tenant))
      reads.set(tenant, known)
      return known
    },
    transaction: (work) => db.transaction((session) => work(createTransaction(session, clock))),
    write: (commit) => writeCommit(db, commit, clock()),
    revoke: (tenant, decide) =>
      database.tenant(tenant).transaction(async (session) => {
        await lockChain(session, { tenant })
        const link = decide(await revocationsOf(session, { tenant }))
        if (link !== null) await appendRevocation(session, { ...link })
        return link
      }),
    publish: (tenant, decide) =>
      database.tenant(tenant).transaction(async (session) => {
        await lockChain(session, { tenant })
        const made = decide(await revocationsOf(session, { tenant }))
        if (made === null) return null
        await addTemplate(session, made.row)
        await appendRevocation(session, { ...made.link })
        return made.link
      }),
    noteShown: async (view) => void (await insertView(database.tenant(view.tenant), { ...view })),
    refuse: (tenant, back, seal) =>
      database.tenant(tenant).transaction(async (session) => {
        const [head] = await lockRefusals(session, { tenant })
        if (head === undefined) throw new MusterError('MUSTER_TENANT_NOT_FOUND', { tenant })
        const at = head.seq + 1 - back
        const [earlier] = at < 1 ? [] : await refusalsBefore(session, { tenant, before: at + 1, limit: 1 })
        const sealed = seal(head, earlier ?? null)
        if (sealed !== null) await appendRefusal(session, { ...sealed })
      }),
    count: (rows) => addMinutes(db, rows),
    clearOutbox: (ids) => clearOutbox(db, ids),
    staleOutbox: (before, limit) => staleOutbox(db, { before, limit }),
    inFlight: (before, after, limit) => inFlight(db, { before, ...after, limit }),
    due: (now, limit) => due(db, { now, limit }),
    takeNotices: (now, until, limit) => takeNotices(db, { now, until, limit }),
    async settleNotice({ tenant, id, receiver }, dueAt) {
      const key = { tenant, id, receiver }
      await (dueAt === null ? dropNotice(db, key) : delayNotice(db, { ...key, dueAt }))
    },
    held: (limit) => heldStages(db, { limit }),
    anyRun: async (id) => (await runs.runsById(db, { ids: arrayLiteral([id]) }))[0] ?? null,
    openRuns: async () => (await runs.openRuns(db)).map(({ id }) => id),
    trim: async (before, at) => (await trimRuns(db, { before, at }))[0]?.trimmed ?? 0,
    reclaim: () => database.reclaim(TRIMMED_TABLES),
    oldestKept: async () => (await oldestKept(db))[0]?.at ?? null,
    tenants: () => listTenants(db),
    createTenant: (id) => createTenant(db, id),
    createProject: (tenant, id) => createProject(db, tenant, id),
    signingKeys: (revise) => keysAfter(db, revise),
    addToken: (row, seal) =>
      database.tenant(row.tenant).transaction(async (session) => {
        await appendTo(session, row.tenant, seal)
        await tokens.addToken(session, row)
      }),
    revokeToken: ({ tenant, id, at }, seal) =>
      database.tenant(tenant).transaction(async (session) => {
        const [ended] = await tokens.endToken(session, { tenant, id, at })
        if (ended !== undefined) await appendTo(session, tenant, seal)
        return ended !== undefined
      }),
    tokens: (tenant) => tokens.tokensOf(database.tenant(tenant), { tenant }),
    token: async (hash) => (await tokens.tokenByHash(db, { hash }))[0] ?? null,
    useToken: async (of) => void (await tokens.useToken(db, { ...of })),
    saveView: async (row, most) => (await saveView(database.tenant(row.tenant), { ...row, most })).length > 0,
    dropView: async (of) => (await dropView(database.tenant(of.tenant), { ...of })).length > 0,
    addSession: (row) => tokens.addSession(db, row),
    session: async (hash) => (await tokens.sessionByHash(db, { hash }))[0] ?? null,
    useSession: async (of) => void (await tokens.useSession(db, { ...of })),
    endSession: async (of) => void (await tokens.endSession(db, { ...of })),
    addWebhook: (row, seal) =>
      database.tenant(row.tenant).transaction(async (session) => {
        await appendTo(session, row.tenant, seal)
        await webhooks.addWebhook(session, row)
      }),
    removeWebhook: ({ tenant, id }, seal) =>
      database.tenant(tenant).transaction(async (session) => {
        const [dropped] = await webhooks.dropWebhook(session, { tenant, id })
        if (dropped !== undefined) await appendTo(session, tenant, seal)
        return dropped !== undefined
      }),
    webhooks: (tenant) => webhooks.webhooksOf(database.tenant(tenant), { tenant }),
    webhook: async (tenant, id) =>
      (await webhooks.webhookById(database.tenant(tenant), { tenant, id }))[0] ?? null,
    sealWebhooks: (revise) => webhooks.sealWebhooks(db, revise),
    async migrate() {
      await migrate(database)
      await createTenant(db, DEFAULT_TENANT)
    },
    requireMigrated: () => requireMigrated(database),
    close: () => database.close(),
  }
}
