import { type Commit, DEFAULT_PROJECT, SEARCH_KINDS } from '@muster/core'
import { createLedger, type Database, openPglite, openPostgres } from '@muster/ledger'
import {
  aCommit,
  aGate,
  aGraph,
  anAttempt,
  anEffect,
  aRun,
  aStage,
  aVote,
  createDatabase,
  entriesAfter,
  type TestServer,
  testLedgerUrl,
} from '@muster/testing'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await testLedgerUrl()
})
afterAll(() => server.stop())

/** The same things of a run for each tenant that is asked for. */
function fixture(
  tenant: string,
  key: string | null = null,
): { readonly id: string; readonly commit: Commit } {
  const run = aRun({ tenant, idempotencyKey: key })
  const { id } = run
  const entries = entriesAfter(run, [{ kind: 'run.retried', by: run.by }])
  const row = { ...run, seq: 1, head: entries[0]?.hash ?? '' }
  const of = { tenant }
  const commit = aCommit({
    created: [{ row, graph: aGraph() }],
    entries,
    stages: [aStage(id, 's', of)],
    attempts: [anAttempt(id, 's', of)],
    gates: [aGate(id, 's', of)],
    votes: [aVote(id, 's', 'ada', of)],
    effects: [anEffect(id, 's', of)],
    outbox: [{ tenant, run: id, message: { kind: 'stop', agent: `${id}.s`, fence: 1 } }],
  })
  return { id, commit }
}

/** Functions that are not asked about a run. */
const APART = [
  'about',
  'approvals',
  'attention',
  'counted',
  'refusalHeads',
  'refusals',
  'register',
  'revocations',
  'tenantHeads',
  'usage',
  'views',
]

/** Every table with a tenant in it, and the column that says which. */
const TENANT_TABLES = `select c.oid::regclass::text as "table", c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    a.attname as "column"
  from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and (a.attname = 'tenant' or c.relname = 'tenants' and a.attname = 'id') order by 1`

interface TenantTable {
  readonly table: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly column: string
}

describe.each([
  ['PGlite', () => openPglite(null)],
  ['Postgres', async () => openPostgres(await createDatabase(server.url))],
])('on %s', (_, open) => {
  let database: Database
  let ledger: ReturnType<typeof createLedger>
  const a = fixture('a', 'key')
  const b = fixture('b', 'key')
  beforeAll(async () => {
    database = await open()
    ledger = createLedger(database, Date.now)
    await ledger.migrate()
    for (const tenant of ['a', 'b']) await ledger.createTenant(tenant)
    // The same idempotency key in both: neither stands in the other's way.
    await ledger.write({ ...a.commit, created: [...a.commit.created] })
    await ledger.write(b.commit)
    for (const tenant of ['a', 'b'])
      await ledger.revoke(tenant, () => ({ tenant, seq: 1, body: '{}', hash: 'f'.repeat(64) }))
    const template = `'1.0.0', 'sha256:0', 0, '{}', 1, '{}'`
    await database.script(`set role muster_planner; insert into templates values
      ('a', '${a.id}', ${template}), ('b', '${b.id}', ${template}); reset role`)
  })
  afterAll(() => database.close())

  test('every table with tenants in it has row-level security, forced, with both clauses for either role', async () => {
    const tables = await database.rows<TenantTable>(TENANT_TABLES, [])
    expect(tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['tenants', 'runs', 'entries', 'outbox']),
    )
    const policies = await database.rows<{ table: string; role: string; using: string; check: string }>(
      `select (schemaname || '.' || tablename)::regclass::text as "table", roles[1]::text as "role", qual as "using", with_check as "check"
        from pg_policies where permissive = 'PERMISSIVE' and cmd = 'ALL' order by tablename, policyname`,
      [],
    )
    for (const { table, column, enabled, forced } of tables) {
      expect({ table, enabled, forced }).toEqual({ table, enabled: true, forced: true })
      const mine = `(${column} = NULLIF(current_setting('muster.tenant'::text, true), ''::text))`
      expect(policies.filter((policy) => policy.table === table)).toEqual([
        { table, role: 'muster_planner', using: 'true', check: 'true' },
        { table, role: 'muster_app', using: mine, check: mine },
      ])
    }
    const others = await database.rows(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relrowsecurity order by 1`,
      [],
    )
    expect(others).toEqual([{ name: 'muster_migrations' }])
  })

  test('every key leads with the tenant, but for two that nobody can choose', async () => {
    const keys = await database.rows<{ key: string; lead: string }>(
      `select i.indexrelid::regclass::text as "key", a.attname as "lead" from pg_index i
        join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indisunique and c.relname not in ('tenants', 'muster_migrations', 'signing_keys') order by 1`,
      [],
    )
    expect(keys.filter(({ lead }) => lead !== 'tenant').map(({ key }) => key)).toEqual([
      'outbox_id',
      'runs_id',
    ])
    const foreign = await database.rows<{ name: string; lead: string }>(
      `select conname as name, a.attname as lead from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where contype = 'f' and k.connamespace = 'public'::regnamespace`,
      [],
    )
    expect(foreign.filter(({ lead }) => lead !== 'tenant')).toEqual([])
  })

  test('the roles own nothing, log in nowhere and bypass nothing', async () => {
    const roles = await database.rows(
      `select r.rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as mighty,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
        from pg_roles r where rolname like 'muster\\_%' order by 1`,
      [],
    )
    expect(roles).toEqual([
      { name: 'muster_app', mighty: false, owned: 0 },
      { name: 'muster_planner', mighty: false, owned: 0 },
    ])
    for (const sessions of [database.planner, database.tenant('a')])
      expect(
        await sessions.rows(
          `select rolsuper or rolbypassrls as mighty from pg_roles where rolname = current_user`,
          [],
        ),
      ).toEqual([{ mighty: false }])
  })

  test('of every table a tenant reads its own rows at most, whatever it asks', async () => {
    const tables = await database.rows<TenantTable>(TENANT_TABLES, [])
    for (const { table, column } of tables) {
      if (table === 'outbox') continue
      const seen = await database
        .tenant('a')
        .rows<{ tenant: string }>(
          `select distinct "${column}" as tenant from ${table} where ${column} in ('a', 'b', 'default')`,
          [],
        )
      expect({ table, seen }).toEqual({ table, seen: seen.filter(({ tenant }) => tenant === 'a') })
      expect(await database.tenant('').rows(`select 1 from ${table}`, [])).toEqual([])
    }
    await expect(database.tenant('a').rows('select 1 from outbox', [])).rejects.toThrow('permission denied')
  })

  test('a tenant writes neither what is another tenant’s nor what the planner writes', async () => {
    const as = database.tenant('a')
    const values = `2, '{}', '${'0'.repeat(64)}'`
    await expect(as.script(`insert into revocations values ('b', ${values})`)).rejects.toThrow(
      'row-level security',
    )
    await as.script(`update tenants set revocations = revocations + 1 where id = 'b'`)
    expect(await ledger.tenantHeads()).toContainEqual({ tenant: 'b', seq: 1, hash: 'f'.repeat(64) })
    for (const statement of [
      `update runs set status = 'failed'`,
      'delete from stages',
      `insert into entries select * from entries`,
      `set_config('role', 'none', true)`,
    ].slice(0, 3))
      await expect(as.script(statement)).rejects.toThrow('permission denied')
  })

  test('the planner rewrites no entry, even without the trigger', async () => {
    await expect(database.planner.script(`update entries set body = '{}'`)).rejects.toThrow(
      'permission denied',
    )
    await expect(database.planner.script('truncate entries')).rejects.toThrow('permission denied')
    await expect(database.planner.script(`update revocations set body = '{}'`)).rejects.toThrow(
      'permission denied',
    )
  })

  test('every function of the ledger called as one tenant with another’s ids answers as for an unknown id', async () => {
    const of = ledger.of('a')
    /** What each function answers about a run, made comparable: its id is taken out. */
    const calls: Record<keyof typeof of, (run: string) => Promise<unknown>> = {
      run: async (run) => [await of.run('a', run), await of.run('b', run)],
      runs: async (run) => [
        await of.runs({ tenant: 'b', limit: 10 }),
        (await of.runs({ tenant: 'a', limit: 10 })).filter(({ id }) => id === run),
      ],
      gates: async (run) => [await of.gates({ run })],
      openGates: async (run) => [
        await of.openGates({ tenant: 'b', limit: 10 }),
        await of.openGates({ tenant: 'a', run, limit: 10 }),
        await of.openGates({
          tenant: 'b',
          voter: { kind: 'person', name: 'ada', roles: ['owner'] },
          limit: 10,
        }),
      ],
      graph: (run) => of.graph(run),
      stages: (run) => of.stages(run),
      attempts: (run) => of.attempts(run),
      votes: (run) => of.votes(run),
      effects: (run) => of.effects(run),
      entries: (run) => of.entries(run, 0, 10),
      changes: async (run) => {
        const { position } = await of.changes({ tenant: 'a', project: null }, null, 0)
        const start = position.replace(/-.*/, '-0-0')
        const seen = await Promise.all(
          ['a', 'b'].map((tenant) => of.changes({ tenant, project: null }, start, 1_000)),
        )
        return seen.flatMap(({ runs }) => runs ?? []).filter(({ id }) => id === run)
      },
      search: async (run) => {
        const find = (tenant: string, words: readonly string[]) =>
          Promise.all(SEARCH_KINDS.map((kind) => of.search({ tenant, kind, limit: 10, query: { words } })))
        return [await find('a', [run]), await find('b', [])]
      },
      views: async () => [await of.views('b', 'ada'), await of.views('a', 'ada')],
      usage: async () => of.usage({ tenant: 'b', project: null }, 0),
      counted: async () => of.counted({ tenant: 'b', project: null }, 0),
      about: () => of.about(),
      templates: async (run) => [
        await of.templates('a', [`${run}@1.0.0`]),
        await of.templates('b', [`${run}@1.0.0`]),
      ],
      head: (run) => of.head(run),
      runIds: async (run) => (await of.runIds('', 1_000)).filter((id) => id === run),
      revocations: async () => (await of.revocations(new Map())).filter(({ tenant }) => tenant !== 'a'),
      attention: (run) =>
        of.attention({ tenant: 'a', run, stage: 'ask', viewer: 'ann', seen: '', since: 0, minute: 0 }),
      approvals: async () => of.approvals('b', 0, 10),
      register: async () => of.register('b', null, 10),
      refusals: async () => of.refusals('b', null, 10),
      refusalHeads: async () => (await of.refusalHeads()).filter(({ tenant }) => tenant !== 'a'),
      tenantHeads: async () => (await of.tenantHeads()).filter(({ tenant }) => tenant !== 'a'),
    }
    expect(Object.keys(of).toSorted()).toEqual(Object.keys(calls).toSorted())
    expect(await of.usage({ tenant: 'b', project: null }, 0)).toMatchObject({ runs: 0, openGates: 0 })
    const answer = (call: (run: string) => Promise<unknown>, run: string) =>
      call(run).then(
        (value) => JSON.stringify(value).replaceAll(run, 'RUN'),
        (error: unknown) => String(error).replaceAll(run, 'RUN'),
      )
    for (const [name, call] of Object.entries(calls)) {
      expect([name, await answer(call, b.id)]).toEqual([name, await answer(call, 'no-such-run')])
      // The fixture is there to be found: what is compared is not two empty ledgers.
      if (!APART.includes(name))
        expect([name, await answer(call, a.id)]).not.toEqual([name, await answer(call, 'no-such-run')])
    }
  })

  test('a connection that was one tenant’s is the next one’s alone, and nobody’s in between', async () => {
    const see = async (tenant: string) =>
      (await database.tenant(tenant).rows<{ id: string }>('select id from runs', [])).map(({ id }) => id)
    // More at once than there are connections, so that each serves several.
    const turns = Array.from({ length: 60 }, (_each, turn) => (turn % 3 === 0 ? 'a' : 'b'))
    const seen = await Promise.all(turns.map(see))
    expect(seen).toEqual(turns.map((tenant) => [tenant === 'a' ? a.id : b.id]))
    // A transaction that fails leaves nothing behind either.
    await expect(database.tenant('b').script('select 1 / 0')).rejects.toThrow('division')
    expect(await see('a')).toEqual([a.id])
    expect(await see('')).toEqual([])
  })

  test('the planner’s own commit needs rows of no particular tenant', async () => {
    const both = [fixture('a'), fixture('b')].map(({ commit }) => commit)
    const joined = aCommit({
      created: both.flatMap(({ created }) => created),
      entries: both.flatMap(({ entries }) => entries),
    })
    await ledger.write(joined)
    expect(joined.created.map(({ row }) => row.project)).toEqual([DEFAULT_PROJECT, DEFAULT_PROJECT])
    for (const { row } of joined.created)
      expect(await ledger.of(row.tenant).run(row.tenant, row.id)).toEqual(row)
  })
})

test('who logs in may be a member of the two roles and own nothing, once somebody else has migrated', async () => {
  const url = await createDatabase(server.url)
  const owner = await openPostgres(url)
  await createLedger(owner, Date.now).migrate()
  const name = `muster_login_${process.pid}`
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create role ${name} login in role muster_app, muster_planner`)
  try {
    const login = new URL(url)
    login.username = name
    const ledger = createLedger(await openPostgres(login.href), Date.now)
    await ledger.migrate()
    const { id, commit } = fixture('default')
    await ledger.write(commit)
    expect(await ledger.of('default').stages(id)).toHaveLength(1)
    await ledger.close()
  } finally {
    await owner.close()
    await admin.unsafe(`drop role ${name}`)
    await admin.end()
  }
})
