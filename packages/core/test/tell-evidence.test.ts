import { describe, expect, it } from 'vitest'
import {
  diffPlans,
  type GateEvidence,
  tellAction,
  tellConsequence,
  tellCost,
  tellPlan,
  tierBehind,
} from '../src/index.ts'
import { agent, branch, gate, graph } from './support/graphs.ts'

const NOTHING = { starts: [], again: [], skips: [], fails: [], cancels: [], run: 'running' } as const

describe('what is told of a gate', () => {
  it('says what would follow from an answer, in the order in which it matters', () => {
    expect(tellConsequence(NOTHING)).toBe('the run goes on')
    expect(tellConsequence({ ...NOTHING, starts: ['a', 'b'], skips: ['c'] })).toBe(
      '`a` and `b` start; `c` is skipped',
    )
    expect(tellConsequence({ ...NOTHING, fails: ['a'], skips: ['b', 'c', 'd', 'e'], run: 'failed' })).toBe(
      '`a` fails; `b`, `c`, `d` and 1 more are skipped; the run ends failed',
    )
  })

  it('tells an action with whatever it says beyond verb and target, and one that is malformed as it is', () => {
    expect(tellAction({ verb: 'publish', target: 'site' })).toBe('publish site')
    expect(tellAction({ verb: 'publish', target: 'site', to: ['a'] })).toBe('publish site {"to":["a"]}')
    expect(tellAction({ verb: 3, target: null })).toBe('3 null')
    expect(tellAction(null)).toBe('')
  })

  it('tells everything that a plan would do, what is new and what is gone first', () => {
    const act = (target: string, more = {}) => ({ verb: 'publish', target, ...more })
    const before = { actions: [act('old'), act('site'), act('site'), act('mail')] }
    const after = { actions: [act('site'), act('site'), act('mail', { to: 'all' }), act('feed')] }
    const difference = { to: { round: 1 }, plans: diffPlans(before, after) }
    const evidence = { plan: { digest: 'd', plan: after }, difference } as unknown as GateEvidence
    expect(tellPlan(evidence).map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      '- publish old',
      '- publish mail',
      '+ publish mail {"to":"all"}',
      '+ publish feed',
      '  publish site',
      '  publish site',
    ])
    expect(tellPlan({ ...evidence, difference: null })).toHaveLength(4)
    expect(tellPlan({ ...evidence, plan: null })).toEqual([])
  })

  it('tells of the cost what there is', () => {
    expect(tellCost({ tokens: 0, cost: 0, errors: 0, wallMs: 1_500 })).toBe('1.5s of work, 0 errors')
    expect(tellCost({ tokens: 1, cost: 0.123456, errors: 1, wallMs: 60_000 })).toBe(
      '1m of work, 1 token, cost 0.1235, 1 error',
    )
  })
})

describe('the tier that a gate lets on', () => {
  it('is the highest of the agents that follow, through containers, up to the next gate', () => {
    const nodes = [
      gate('ok'),
      agent('a', { requires: ['ok'], tier: 1 }),
      branch('p', '', ['p.b']),
      { ...agent('p.b', { tier: 2 }), parent: 'p' },
      gate('next', { requires: ['p'] }),
      agent('z', { requires: ['next'], tier: 4 }),
      agent('aside', { tier: 3 }),
    ].map((node) => (node.id === 'p' ? { ...node, parent: null, requires: ['a'] } : node))
    expect(tierBehind(graph(nodes), 'ok')).toBe(2)
    expect(tierBehind(graph(nodes), 'next')).toBe(4)
    expect(tierBehind(graph([gate('last')]), 'last')).toBeNull()
  })

  it('of a plan is that of its agent', () => {
    expect(tierBehind(graph([agent('a', { tier: 3 }), agent('b', { requires: ['a'], tier: 4 })]), 'a')).toBe(
      3,
    )
  })
})
