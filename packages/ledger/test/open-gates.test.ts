import {
  type Actor,
  eligibility,
  type GateRow,
  type LedgerReads,
  type VoteRow,
  type WaitingGate,
} from '@muster/core'
import { createLedger, type Database, openPostgres } from '@muster/ledger'
import { aCommit, aGate, aGraph, anAbout, aRun, aVote, type TestServer, testLedgerUrl } from '@muster/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: TestServer
let database: Database
/** What one tenant's statements were, with their values. */
const asked: (readonly [string, readonly (string | number | null)[]])[] = []
let ledger: ReturnType<typeof createLedger>

beforeAll(async () => {
  server = await testLedgerUrl()
  database = await openPostgres(server.url)
  const counted: Database = {
    ...database,
    tenant(id) {
      const sessions = database.tenant(id)
      return {
        ...sessions,
        rows(text, values) {
          asked.push([text, values])
          return sessions.rows(text, values)
        },
      }
    },
  }
  ledger = createLedger(counted, Date.now)
  await ledger.migrate()
  for (const tenant of ['many', 'some']) await ledger.createTenant(tenant)
})
afterAll(async () => {
  await database.close()
  await server.stop()
})

const person = (name: string, roles: readonly string[] = []): Actor => ({ kind: 'person', name, roles })

async function write(tenant: string, gates: readonly Partial<GateRow>[], by = person('ada')): Promise<void> {
  const row = aRun({ tenant, by })
  const rows = gates.map((gate, index) =>
    aGate(row.id, `g${index}`, { tenant, openedAt: 1_000 + index, about: anAbout({}), ...gate }),
  )
  await ledger.write(aCommit({ created: [{ row, graph: aGraph() }], gates: rows }))
}

/** What an inbox costs: statements, and rows that the database handled on the way. */
async function costOf(tenant: string, voter: Actor) {
  asked.length = 0
  const found = await ledger.of(tenant).openGates({ tenant, voter, limit: 50 })
  const statements = [...asked]
  let rows = 0
  for (const [text, values] of statements) {
    const explained = await database
      .tenant(tenant)
      .rows<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
        `explain (analyze, format json) ${text}`,
        values,
      )
    for (const { Plan } of explained.flatMap((one) => one['QUERY PLAN'])) rows += handled(Plan)
  }
  return { found: found.length, statements: statements.length, rows }
}

interface Node {
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}
function handled(node: Node): number {
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
  return (node.Plans ?? []).reduce((sum, child) => sum + handled(child), own)
}

test('an inbox costs no more beside 2,000 open gates of others than beside 20, in statements and in rows', async () => {
  const mine = Array.from({ length: 10 }, () => ({ approvers: ['grace'] }))
  const others = (count: number) =>
    Array.from({ length: count }, () => ({ approvers: ['linus', 'role:owner'] }))
  await write('some', [...others(20), ...mine])
  await write('many', [...others(2_000), ...mine])
  await database.script('analyze')
  const [some, many] = [await costOf('some', person('grace')), await costOf('many', person('grace'))]
  expect([some.found, many.found]).toEqual([10, 10])
  expect(many.statements).toBe(some.statements)
  expect(many.statements).toBeLessThanOrEqual(2)
  expect(many.rows).toBeLessThanOrEqual(some.rows * 2)
})

const NAMES = ['ada', 'ben', 'cleo', 'dan'] as const
const anActor = fc.record({
  name: fc.constantFrom(...NAMES),
  roles: fc.subarray(['owner', 'approver']),
  via: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
})
const actorOf = ({
  name,
  roles,
  via,
}: {
  name: string
  roles: readonly string[]
  via: string | undefined
}): Actor => ({
  ...person(name, roles),
  ...(via !== undefined && { via }),
})
const aBallot = fc.record({
  approvers: fc.subarray([...NAMES, 'role:owner', 'role:approver']),
  allowAuthor: fc.boolean(),
  subject: fc.constantFrom('plan', 'stage'),
  by: anActor,
  verdict: fc.constantFrom(null, null, null, 'approved'),
  votes: fc.uniqueArray(fc.record({ voter: anActor, to: fc.option(fc.constantFrom(...NAMES)) }), {
    maxLength: 3,
    selector: ({ voter }) => voter.name,
  }),
})

/** Whether somebody may vote at a gate, as the rule says. */
function may({ gate, votes, by }: WaitingGate, voter: Actor): boolean {
  const parties = { author: by, publishers: {}, agents: [], strict: gate.about?.subject === 'plan' }
  const policy = { allowAuthor: gate.about?.allowAuthor === true }
  return eligibility(policy, { approvers: gate.approvers, votes }, parties, voter).may
}

async function pagesOf(reads: LedgerReads, tenant: string, voter: Actor): Promise<readonly WaitingGate[]> {
  const all: WaitingGate[] = []
  for (;;) {
    const after = all.at(-1)?.gate
    const page = await reads.openGates({ tenant, voter, limit: 3, ...(after && { after }) })
    all.push(...page)
    if (page.length < 3) return all
  }
}

test('an inbox misses no open gate at which its person may vote, and tells none twice, page by page', async () => {
  let times = 0
  const ballots = fc.array(aBallot, { minLength: 5, maxLength: 25 })
  const voter = fc.array(anActor, { minLength: 3, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(ballots, voter, async (drawn, voters) => {
      const tenant = `t${times++}`
      await ledger.createTenant(tenant)
      for (const { approvers, allowAuthor, subject, by, verdict, votes } of drawn) {
        const row = aRun({ tenant, by: actorOf(by) })
        const about = anAbout({ allowAuthor, subject: subject === 'plan' ? 'plan' : 'stage' })
        const decided = verdict === null ? {} : ({ verdict: 'approved', decidedAt: 2 } as const)
        const open = aGate(row.id, 'g', { tenant, approvers, about })
        const cast = votes.map(
          ({ voter: who, to }, index): VoteRow =>
            aVote(row.id, 'g', who.name, {
              tenant,
              voter: actorOf(who),
              decision: to === null ? 'approve' : 'delegate',
              to,
              number: index + 1,
            }),
        )
        await ledger.write(aCommit({ created: [{ row, graph: aGraph() }], gates: [open], votes: cast }))
        if (verdict !== null) await ledger.write(aCommit({ gates: [{ ...open, ...decided }] }))
      }
      const reads = ledger.of(tenant)
      const open = await reads.openGates({ tenant, limit: 100 })
      expect(open).toHaveLength(drawn.filter(({ verdict }) => verdict === null).length)
      for (const one of voters) {
        const who = actorOf(one)
        const found = await pagesOf(reads, tenant, who)
        const right = (gates: readonly WaitingGate[]) =>
          gates.filter((gate) => may(gate, who)).map(({ gate }) => gate.run)
        expect(right(found)).toEqual(right(open))
        expect(new Set(found.map(({ gate }) => gate.run)).size).toBe(found.length)
      }
    }),
    { numRuns: 12 },
  )
})
