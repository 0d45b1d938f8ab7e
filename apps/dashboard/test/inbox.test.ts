import {
  type GateAbout,
  type GateNode,
  type GateView,
  type InboxItem,
  sharedRule,
  type VotesAnswer,
} from '@muster/core'
import { anAbout } from '@muster/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { agentNode, gateNode, gateRow, graphOf, NOW, runRow, stageRow } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

/** A run that waits at its gate `approve` since `openedAt`. */
function waiting(
  run: string,
  openedAt: number,
  change: Partial<GateNode['gate']> = {},
  publishers: GateAbout['publishers'] = {},
): void {
  const node = gateNode('approve', [])
  const gate = { ...node.gate, ...change }
  const { approvers, message, allowAuthor } = gate
  const by = { ...runRow(run).by, name: 'ada' }
  harness.ledger.put({
    row: runRow(run, { by }),
    graph: graphOf([
      { ...node, gate },
      { ...agentNode('apply', ['approve']), tier: 2 },
    ]),
    stages: [stageRow(run, 'approve', { type: 'gate', status: 'waiting' })],
    attempts: [],
    gates: [
      gateRow(run, 'approve', {
        approvers,
        message,
        openedAt,
        about: anAbout({ allowAuthor, publishers, leadsTo: 2, rule: sharedRule(node, gate) }),
      }),
    ],
    votes: [],
  })
}

const inboxOf = async (user: string): Promise<readonly InboxItem[]> => {
  const answer = await harness.fetch('/api/inbox', { headers: { 'x-muster-user': user } })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { items: readonly InboxItem[] }).items
}

describe('the inbox', () => {
  it('holds the gates that whoever asks can decide, the one that has waited longest in front', async () => {
    waiting('r3', NOW + 20, { approvers: ['grace'] })
    waiting('r4', NOW + 10, { approvers: ['role:owner'] })
    waiting('r5', NOW + 15, { approvers: ['linus'] })
    const items = await inboxOf('grace')
    expect(items.map(({ gate, as, tier }) => [gate.id, as, tier])).toEqual([
      // That of the harness, of which it is not told what it leads to.
      ['r1.approve', 'grace', null],
      ['r4.approve', 'role:owner', 2],
      ['r3.approve', 'grace', 2],
    ])
  })

  it('holds nothing for who published a template of the run, unless its gate lets them decide', async () => {
    const publishers = { 'x@1.0.0': { kind: 'person', name: 'linus', roles: [] } } as const
    waiting('r3', NOW, { approvers: ['linus'] }, publishers)
    waiting('r4', NOW, { approvers: ['linus'], allowAuthor: true }, publishers)
    const ids = (await inboxOf('linus')).map(({ gate }) => gate.id)
    // That of the harness, which anybody may decide, and the one whose gate lets its author.
    expect(ids.toSorted()).toEqual(['r1.approve', 'r4.approve'])
  })

  it('holds nothing for the author of a run, unless its gate lets the author decide', async () => {
    waiting('r3', NOW, { approvers: ['ada'] })
    waiting('r4', NOW, { approvers: ['ada'], allowAuthor: true })
    expect((await inboxOf('ada')).map(({ gate }) => gate.id)).toEqual(['r4.approve'])
  })

  it('is told page by page, as the list of all open gates is', async () => {
    for (const [index, run] of ['r3', 'r4', 'r5'].entries())
      waiting(run, NOW + 10 + index, { approvers: ['grace'] })
    const pageOf = async (path: string) =>
      (await (await harness.fetch(path, { headers: { 'x-muster-user': 'grace' } })).json()) as {
        items?: readonly InboxItem[]
        gates?: readonly GateView[]
        next: string | null
      }
    const first = await pageOf('/api/inbox?limit=2')
    const second = await pageOf(`/api/inbox?limit=2&after=${first.next ?? ''}`)
    // The gate of the harness waits as well, and for grace too.
    expect([...(first.items ?? []), ...(second.items ?? [])].map(({ gate }) => gate.run)).toEqual([
      'r1',
      'r3',
      'r4',
      'r5',
    ])
    expect((await pageOf(`/api/inbox?limit=2&after=${second.next ?? ''}`)).items).toEqual([])
    expect((await pageOf('/api/gates?run=r4')).gates?.map(({ id }) => id)).toEqual(['r4.approve'])
    expect((await harness.fetch('/api/inbox?after=r4.approve')).status).toBe(400)
    expect((await harness.fetch('/api/gates?limit=201')).status).toBe(400)
  })

  it('tells which gates can be answered together: those of one rule, and none that has a form', async () => {
    const form = {
      window: {
        type: 'string',
        description: null,
        required: true,
        default: undefined,
        enum: null,
        pattern: null,
      },
    } as const
    waiting('r3', NOW, { approvers: ['grace'] })
    waiting('r4', NOW + 1, { approvers: ['grace'], message: 'another' })
    waiting('r5', NOW + 2, { approvers: ['grace'], timeoutMs: 5 })
    waiting('r6', NOW + 3, { approvers: ['grace'], form })
    const [first, second, third, fourth] = (await inboxOf('grace')).map(({ rule }) => rule)
    expect(first).toBe(second)
    expect(third).not.toBe(first)
    expect(fourth).toBeNull()
  })
})

describe('several gates', () => {
  const vote = (gates: readonly string[], more = {}) =>
    harness.post(
      '/api/votes',
      {
        decision: 'approve',
        gates: gates.map((gate) => ({ gate, seen: 's' })),
        comment: 'together',
        ...more,
      },
      { 'x-muster-user': 'grace' },
    )

  it('are decided by one answer, and each that refuses says why', async () => {
    waiting('r3', NOW)
    waiting('r4', NOW)
    const answer = await vote(['r3.approve', 'r4.approve', 'r3.approve'], { mode: 'each' })
    expect(answer.status).toBe(200)
    const { answers, refused } = (await answer.json()) as VotesAnswer
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['r3.approve', 'approved'],
      ['r4.approve', 'approved'],
    ])
    expect(refused.map(({ gate, error }) => [gate, error.code])).toEqual([
      ['r3.approve', 'MUSTER_GATE_CLOSED'],
    ])
    expect(harness.asked[0]).toMatchObject({
      use: 'decideMany',
      of: { mode: 'each', surface: 'api', comment: 'together', gates: [{ run: 'r3', seen: 's' }, {}, {}] },
    })
  })

  it.each([
    ['none', []],
    ['more than a person can have seen', Array.from({ length: 101 }, () => 'r1.approve')],
  ])('are not decided when there are %s', async (_, gates) => {
    expect((await vote(gates)).status).toBe(400)
    expect(harness.asked).toEqual([])
  })

  it('are not decided by what is malformed', async () => {
    const bodies = [
      { gates: 'r1.approve' },
      { gates: [{ gate: 'r1.approve' }] },
      { gates: ['r1.approve'] },
      { decision: 'maybe' },
      { decision: 'delegate' },
      { mode: 'some' },
      { values: {} },
    ]
    for (const body of bodies) expect([body, (await vote(['r1.approve'], body)).status]).toEqual([body, 400])
    expect(harness.asked).toEqual([])
  })
})
