import { GENESIS, type RunRow, sealRefusal, sha256 } from '@muster/core'
import { type AuditLedger, createLedger, type Database, openPostgres, verifyLedger } from '@muster/ledger'
import {
  aCommit,
  aRunWithEntries,
  createDatabase,
  entriesAfter,
  type TestServer,
  testLedgerUrl,
} from '@muster/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

let server: TestServer
let database: Database
let ledger: AuditLedger
beforeAll(async () => {
  server = await testLedgerUrl()
})
afterAll(() => server.stop())
beforeEach(async () => {
  database = await openPostgres(await createDatabase(server.url))
  ledger = createLedger(database, Date.now)
  await ledger.migrate()
})
afterEach(() => database.close())

async function aChain(length: number, facts: Partial<RunRow> = {}) {
  const { row, commit } = aRunWithEntries(length, facts)
  await ledger.transaction((tx) => tx.write(commit))
  return row
}

/** What somebody with the owner's rights may do. */
async function tamper(statement: string): Promise<void> {
  await database.script(`alter table entries disable trigger user; ${statement};
    alter table entries enable trigger user`)
}

test('chains that nobody touched verify, however long', async () => {
  const runs = [await aChain(0), await aChain(1), await aChain(1_000), await aChain(2_501)]
  expect(await verifyLedger(ledger, null)).toEqual({
    runs: 4,
    entries: 3_502,
    trimmed: 0,
    revocations: 0,
    refusals: 0,
    broken: [],
  })
  expect(await verifyLedger(ledger, [runs[1]?.id ?? ''])).toEqual({
    runs: 1,
    entries: 1,
    trimmed: 0,
    revocations: 0,
    refusals: 0,
    broken: [],
  })
})

test('a changed entry is named, and other runs still verify', async () => {
  const run = await aChain(5)
  await aChain(2)
  await tamper(
    `update entries set body = replace(body, 'ada', 'eve') || ' ' where run = '${run.id}' and seq = 3`,
  )
  expect(await verifyLedger(ledger, null)).toEqual({
    runs: 2,
    entries: 4,
    trimmed: 0,
    revocations: 0,
    refusals: 0,
    broken: [{ run: run.id, seq: 3, problem: 'does not match its hash' }],
  })
})

test('a changed entry with a new hash breaks the next one, or at the end the head', async () => {
  const run = await aChain(3)
  const [, second, third] = await ledger.entries(run.id, 0, 3)
  const forge = async (seq: number, body = '') => {
    const forged = body.replace('"planner"', '"plagger"')
    await tamper(`update entries set body = '${forged}', hash = '${sha256(forged)}'
      where run = '${run.id}' and seq = ${seq}`)
  }
  await forge(3, third?.body)
  expect((await verifyLedger(ledger, null)).broken).toEqual([
    { run: run.id, seq: 3, problem: 'is not what its run ends with' },
  ])
  await forge(2, second?.body)
  expect((await verifyLedger(ledger, null)).broken).toEqual([
    { run: run.id, seq: 3, problem: 'does not follow the entry before it' },
  ])
})

test.each([
  ['first', 1, 1],
  ['middle', 2, 2],
  ['last', 4, 4],
])('a missing %s entry is named', async (_, seq, named) => {
  const run = await aChain(4)
  await tamper(`delete from entries where run = '${run.id}' and seq = ${seq}`)
  const { broken } = await verifyLedger(ledger, null)
  expect(broken).toEqual([{ run: run.id, seq: named, problem: expect.stringMatching(/^is missing/) }])
})

test('a run that lost all its entries does not verify', async () => {
  const run = await aChain(4)
  await tamper(`delete from entries where run = '${run.id}'`)
  expect((await verifyLedger(ledger, null)).broken).toEqual([{ run: run.id, seq: 1, problem: 'is missing' }])
})

test('a rewound run is found by the entries beyond its head', async () => {
  const run = await aChain(4)
  const [first] = await ledger.entries(run.id, 0, 1)
  await ledger.transaction((tx) =>
    tx.write(aCommit({ runs: [{ ...run, seq: 1, head: first?.hash ?? GENESIS }] })),
  )
  expect((await verifyLedger(ledger, null)).broken).toEqual([
    { run: run.id, seq: 2, problem: 'is newer than its run' },
  ])
})

test('an entry moved to another run does not verify there', async () => {
  const source = await aChain(1)
  const target = await aChain(0)
  await tamper(`update entries set run = '${target.id}' where run = '${source.id}'`)
  const { broken } = await verifyLedger(ledger, [target.id])
  expect(broken).toEqual([{ run: target.id, seq: 1, problem: 'was moved from another place' }])
})

test('an unknown run does not verify', async () => {
  expect((await verifyLedger(ledger, ['r-unknown'])).broken).toEqual([
    { run: 'r-unknown', seq: 1, problem: 'belongs to a run that does not exist' },
  ])
})

test('a trimmed run counts as trimmed, and one whose entries are missing without the stamp is still named', async () => {
  await aChain(3, { status: 'failed', finishedAt: 1 })
  const robbed = await aChain(2, { status: 'failed', finishedAt: 9 })
  await aChain(2)
  expect(await ledger.trim(5, 6)).toBe(1)
  expect(await verifyLedger(ledger, null)).toEqual({
    runs: 3,
    entries: 4,
    trimmed: 1,
    revocations: 0,
    refusals: 0,
    broken: [],
  })
  await tamper(`delete from entries where run = '${robbed.id}'`)
  expect(await verifyLedger(ledger, null)).toEqual({
    runs: 3,
    entries: 2,
    trimmed: 1,
    revocations: 0,
    refusals: 0,
    broken: [{ run: robbed.id, seq: 1, problem: 'is missing' }],
  })
})

test('an entry that is there although its run was trimmed is named', async () => {
  const run = await aChain(3, { status: 'failed', finishedAt: 1 })
  await ledger.trim(5, 6)
  const [forged] = entriesAfter({ ...run, seq: 0, head: GENESIS }, [
    { kind: 'run.finished', status: 'failed', reason: null },
  ])
  await ledger.write(aCommit({ entries: forged === undefined ? [] : [forged] }))
  expect((await verifyLedger(ledger, null)).broken).toEqual([
    { run: run.id, seq: 1, problem: 'is there although its run was trimmed' },
  ])
})

test('a refusal that was changed, taken out or cut off at the end is named', async () => {
  const by = { kind: 'person', name: 'eve', roles: [] } as const
  const refuse = (tenant: string) =>
    ledger.refuse(tenant, 0, ({ seq, hash }) =>
      sealRefusal(hash, {
        tenant,
        seq: seq + 1,
        at: 1,
        since: 1,
        count: 1,
        kind: 'refused',
        by,
        door: 'run.start',
        on: 'plain',
        because: 'MUSTER_POLICY_DENIED',
      }),
    )
  for (const tenant of ['changed', 'cut', 'gap', 'whole']) {
    await ledger.createTenant(tenant)
    for (let count = 0; count < 3; count += 1) await refuse(tenant)
  }
  await expect(database.script("delete from refusals where tenant = 'cut'")).rejects.toThrow('append-only')
  await database.script(`alter table refusals disable trigger user;
    update refusals set body = replace(body, 'eve', 'ann') where tenant = 'changed' and seq = 2;
    delete from refusals where tenant = 'cut' and seq = 3;
    delete from refusals where tenant = 'gap' and seq = 2`)
  const { refusals, broken } = await verifyLedger(ledger, null)
  expect(refusals).toBe(5)
  expect(broken).toEqual([
    { run: 'refusals of changed', seq: 2, problem: 'does not match its hash' },
    { run: 'refusals of cut', seq: 3, problem: 'is not what the chain goes on from' },
    { run: 'refusals of gap', seq: 2, problem: 'is not what the chain goes on from' },
  ])
})
