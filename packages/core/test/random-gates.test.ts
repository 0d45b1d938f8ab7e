import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldEntries, type GatePolicy, judgeVote } from '../src/index.ts'
import { factsOf, type Model, type Real, setups, steps, work, worldOf } from './support/gate-model.ts'
import { gate, graph } from './support/graphs.ts'
import { World } from './support/world.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 400)

test('whatever voters, clocks, policies and agents do, a round has one verdict, an approval its quorum, and a replay the same end', () => {
  // Three who agree and a delay are too rare for chance: the gates of T4 have tests of their own.
  const seen = { approved: 0, sentBack: 0, reopened: 0, refused: 0 }
  fc.assert(
    fc.property(setups, fc.commands([...steps], { size: 'max', maxCommands: 40 }), (setup, commands) => {
      const world = worldOf(setup)
      // The gate is where everything happens: most runs start there.
      const real: Real = { world, setup, read: 0, plans: 0 }
      const model: Model = { round: 0, opened: false, closed: false, answered: new Set(), votes: [] }
      const start = work(false)
      while (world.open().length > 0) start.run(model, real)
      fc.modelRun(() => ({ model, real }), commands)
      const facts = world.entries.flatMap(factsOf)
      for (const fact of facts) {
        if (fact.kind === 'gate.refused') seen.refused += 1
        if (fact.kind !== 'gate.decided') continue
        if (fact.verdict === 'approved') seen.approved += 1
        if (fact.verdict === 'sent_back') seen.sentBack += 1
        if (fact.verdict === 'reopened') seen.reopened += 1
      }
      expect(world.state.gates.get('g')?.round ?? 0).toBe(model.round)
      const again = foldEntries('run', world.state.graph, JSON.parse(JSON.stringify(world.entries)))
      expect([...again.stages]).toEqual([...world.state.stages])
      expect([...again.gates]).toEqual([...world.state.gates])
      expect([...again.budgets]).toEqual([...world.state.budgets])
    }),
    { numRuns: RUNS },
  )
  for (const [what, count] of Object.entries(seen)) expect([what, count > 0]).toEqual([what, true])
})

test('of N voters who vote at once in any order, as many count as the quorum needs, and the rest are late', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 6 }),
      fc.integer({ min: 0, max: 6 }),
      (quorum, order, expiresAfter) => {
        const policy = { approvers: ['a', 'b', 'c', 'd', 'e', 'f'], quorum } as unknown as GatePolicy
        const world = new World(graph([gate('g', { gate: policy })])).submit()
        const codes = order.map((name, index) => {
          if (index === expiresAfter && world.state.gates.get('g')?.decided === null)
            world.cause({ kind: 'gate.expired', stage: 'g' })
          const voter = { kind: 'person', name, roles: [] } as const
          const judged = judgeVote(world.state, 'g', { voter, decision: 'approve', comment: null }, null)
          if (judged.kind === 'accepted') world.cause(judged.fact)
          return judged.kind === 'accepted' ? null : judged.code
        })
        const counted = Math.min(quorum, expiresAfter)
        expect(codes.filter((code) => code === null)).toHaveLength(counted)
        expect(codes.slice(counted).every((code) => code === 'MUSTER_GATE_CLOSED')).toBe(true)
        const verdicts = world.entries.flatMap(factsOf).filter(({ kind }) => kind === 'gate.decided')
        expect(verdicts).toMatchObject([{ verdict: quorum <= expiresAfter ? 'approved' : 'expired' }])
      },
    ),
    { numRuns: RUNS },
  )
})
