// What does asking policies cost? One decision after the other by the shipped policies: of requests never asked before,
// of one that was, and of Cedar given the same texts anew each time.
import { createPolicy, loadCedar, openPolicy } from '@muster/policy'
import { createReport } from './lib/report.mjs'
import { sitting } from './lib/sitting.mjs'
import { quantile, ratios } from './lib/statistics.mjs'

/** What a new decision may take, for 99 of 100, in milliseconds (governance research 5). */
const MAX_NEW_MS = 0.5
const MANY = 100

export function bench({ quick }) {
  const settings = quick ? { decisions: 1_000, rounds: 3 } : { decisions: 5_000, rounds: 7 }
  const question = 'decisions per second: new ones, those asked before, and by Cedar from texts'
  return sitting(() => measure(createReport('policy', { question, settings }), settings))
}

async function measure(report, { decisions, rounds }) {
  const cedar = await loadCedar()
  const began = performance.now()
  const keeper = await openPolicy(null)
  const readMs = performance.now() - began
  const set = keeper.set()
  const policy = createPolicy(cedar, set)
  const texts = Object.fromEntries(set.policies.map(({ id, text }) => [id, text]))
  let number = 0
  const decideNew = () => policy.decide(request(`r${(number += 1)}`))
  const decideSame = () => policy.decide(request('r0'))
  const decideBare = () =>
    cedar.isAuthorized({ ...CALL, schema: set.schema, policies: { staticPolicies: texts } })

  rate(decisions, decideNew)
  const rates = { new: [], same: [], bare: [] }
  const samples = []
  for (let round = 0; round < rounds; round += 1) {
    rates.new.push(rate(decisions, decideNew, samples))
    rates.same.push(rate(decisions * MANY, decideSame))
    rates.bare.push(rate(decisions / MANY, decideBare))
  }
  report.figure('reading and checking the policies', [readMs], { unit: 'ms' })
  report.figure('new decisions', rates.new, { unit: 'per s' })
  report.figure('decisions asked before', rates.same, { unit: 'per s' })
  report.figure('by Cedar from texts', rates.bare, { unit: 'per s' })
  report.latency('a new decision', samples)
  report.figure('a new decision, p99', [quantile(samples, 0.99)], {
    unit: 'ms',
    digits: 2,
    atMost: MAX_NEW_MS,
  })
  report.figure(
    'a decision asked before',
    rates.same.map((perSecond) => 1e6 / perSecond),
    { unit: 'µs', digits: 2 },
  )
  report.ratio('new decisions, beside Cedar from texts', ratios(rates.new, rates.bare), { atLeast: 2 })
  report.ratio('decisions asked before, beside new ones', ratios(rates.same, rates.new), { atLeast: 10 })
  return report.end()
}

/** How often a second; `samples` takes the milliseconds of each. */
function rate(count, act, samples = null) {
  const began = performance.now()
  for (let done = 0; done < count; done += 1) {
    const at = samples === null ? 0 : performance.now()
    const { allow = true } = act()
    if (!allow) throw new Error('the decision was another than expected')
    samples?.push(performance.now() - at)
  }
  return (count / (performance.now() - began)) * 1_000
}

function request(id) {
  return {
    tenant: 'default',
    action: 'gate.vote',
    principal: { kind: 'person', name: 'ann', roles: ['approver'] },
    resource: { type: 'gate', id, author: 'bob', approvers: ['role:approver'], tier: 2 },
    context: { decision: 'approve', recentApprovals: 0 },
  }
}

const TENANT = { type: 'Tenant', id: 'default' }
const CALL = {
  principal: { type: 'Person', id: 'ann' },
  action: { type: 'Action', id: 'gate.vote' },
  resource: { type: 'Gate', id: 'r0' },
  context: { decision: 'approve', recentApprovals: 0 },
  validateRequest: true,
  entities: [
    {
      uid: { type: 'Person', id: 'ann' },
      attrs: { tenant: { __entity: TENANT }, name: 'ann', spokenFor: false },
      parents: [{ type: 'Role', id: 'approver' }],
    },
    {
      uid: { type: 'Gate', id: 'r0' },
      attrs: { author: 'bob', people: [], roles: [{ __entity: { type: 'Role', id: 'approver' } }], tier: 2 },
      parents: [TENANT],
    },
  ],
}
