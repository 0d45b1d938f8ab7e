import type { ErrorBody, PolicyExplanation, PolicyView, TokenAnswer } from '@muster/core'
import { openPolicy } from '@muster/policy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

async function explained(query: string): Promise<PolicyExplanation> {
  const response = await harness.fetch(`/api/policy/explain?${query}`)
  expect(response.status).toBe(200)
  return (await response.json()) as PolicyExplanation
}

describe('policies over the API', () => {
  it('are shown with their digest, each with why it is there', async () => {
    const view = (await (await harness.fetch('/api/policy')).json()) as PolicyView
    expect(view.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(view.policies.find(({ id }) => id === 'tenants-stay-apart')).toMatchObject({
      effect: 'forbid',
      why: 'Nothing reaches from one tenant into another.',
    })
  })

  it('are explained for a vote at a gate as the door would ask, with all that speak of it', async () => {
    const { request, decision, policies } = await explained(
      'action=gate.vote&on=r1.approve&as=eve&roles=viewer',
    )
    expect(request).toMatchObject({
      principal: { name: 'eve', roles: ['viewer'] },
      resource: { type: 'gate', id: 'r1.approve' },
    })
    expect(decision).toMatchObject({ allow: false, because: [], errors: [] })
    const holds = Object.fromEntries(policies.map(({ id, holds: one }) => [id, one]))
    expect(holds).toMatchObject({ 'approvers-vote': 'no', 'tenants-stay-apart': 'no' })
    expect(Object.keys(holds)).not.toContain('scripts-start-runs')
  })

  it('are explained for who asks unless somebody else is named, and say which of them let it happen', async () => {
    const { decision, policies } = await explained('action=run.revoke&on=r1')
    expect(decision).toMatchObject({
      allow: true,
      because: ['authors-stop-their-own-runs', 'owners-do-everything'],
    })
    expect(policies.filter(({ holds }) => holds === 'yes').map(({ id }) => id)).toEqual([
      'owners-do-everything',
      'authors-stop-their-own-runs',
    ])
  })

  it('are explained for an agent of a run', async () => {
    const { request, decision } = await explained(
      'action=effect.request&on=r1.plan&verb=http.request&target=GET%20https%3A%2F%2Fa.example%2F',
    )
    expect(request).toMatchObject({
      principal: { kind: 'agent' },
      context: { reads: true, verb: 'http.request' },
    })
    expect(decision.because).toEqual(['agents-ask-for-effects'])
  })

  it.each([
    ['action=run.strat', 400, 'MUSTER_BODY'],
    ['action=gate.vote&on=r1.nothing', 404, 'MUSTER_GATE_NOT_FOUND'],
    ['action=run.revoke&on=r0', 404, 'MUSTER_RUN_NOT_FOUND'],
    ['action=phase.enter&on=r1.approve', 404, 'MUSTER_AGENT_NOT_FOUND'],
    ['action=run.start&tier=9', 400, 'MUSTER_BODY'],
    ['action=template.publish', 400, 'MUSTER_BODY'],
  ])('answer %s with %d %s', async (query, status, code) => {
    const response = await harness.fetch(`/api/policy/explain?${query}`)
    expect(response.status).toBe(status)
    expect(((await response.json()) as ErrorBody).error.code).toBe(code)
  })

  it('are read anew by the one use case for it, which policies are asked of unless nobody has those in force', async () => {
    const by = { name: 'ada' }
    expect((await harness.post('/api/policy/reload', {})).status).toBe(200)
    expect(harness.asked.at(-1)).toMatchObject({ use: 'reload', of: { by, trusted: false } })
    await harness.dashboard.stop()
    const lost = await openPolicy(null)
    await lost.follow('sha256:other', async () => [])
    harness = await startHarness({ policy: lost })
    expect((await harness.fetch('/api/policy')).status).toBe(403)
    expect((await harness.post('/api/policy/reload', {})).status).toBe(200)
    expect(harness.asked.at(-1)).toMatchObject({ use: 'reload', of: { by, trusted: true } })
  })

  it('are shown with the processes that decide by them', async () => {
    const view = (await (await harness.fetch('/api/policy')).json()) as PolicyView
    expect(view).toMatchObject({
      named: true,
      processes: [{ id: 'p1', kind: 'planner', policies: null }],
    })
  })

  it('forbid what they forbid to whoever has the permission for it', async () => {
    await harness.dashboard.stop()
    const shipped = await openPolicy(null)
    const strict = {
      ...shipped,
      digest: shipped.digest,
      decide: (request: Parameters<typeof shipped.decide>[0]) =>
        shipped.decide({ ...request, resourceTenant: 'elsewhere' }),
    }
    harness = await startHarness({ policy: strict })
    for (const path of ['/api/runs', '/queues']) expect((await harness.fetch(path)).status).toBe(403)
    expect((await harness.fetch('/api/health')).status).toBe(200)
  })

  it('write down who may not: whom a permission keeps out, and whom policies do', async () => {
    const token = async (as: string, roles: readonly string[]) => {
      const made = await harness.post('/api/tokens', { name: as, as, roles })
      return { authorization: `Bearer ${((await made.json()) as TokenAnswer).token}` }
    }
    const viewer = await token('grace', ['viewer'])
    expect((await harness.post('/api/policy/reload', {}, viewer)).status).toBe(403)
    expect((await harness.fetch('/queues/', { headers: viewer })).status).toBe(403)
    expect(harness.asked.filter(({ use }) => use === 'refuse').map(({ of }) => of)).toMatchObject([
      {
        by: { name: 'grace' },
        door: 'administer',
        on: 'POST /api/policy/reload',
        because: 'MUSTER_NOT_ALLOWED',
      },
      { by: { name: 'grace' }, door: 'operate', on: 'GET /queues/', because: 'MUSTER_NOT_ALLOWED' },
    ])
    await harness.post('/api/gates/nowhere.ask/votes', { decision: 'approve', seen: 'sha256:0' })
    expect(harness.asked.at(-1)).toMatchObject({
      use: 'refuse',
      of: { door: 'gate.vote', on: 'nowhere.ask', because: 'MUSTER_GATE_NOT_FOUND' },
    })
  })
})
