import type { PolicyRequest } from '@muster/core'
import { createPolicy } from '@muster/policy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cedar, parse, policyOf, SHIPPED, STARTS } from './support/policies.ts'

const ALL = '@id("all") permit (principal, action, resource);'
/** Valid by the schema, and fails whenever it is asked. */
const FAILS = 'when { context has again && 9223372036854775807 + resource.tier + 1 > 0 }'
const FAILING = `@id("failing") forbid (principal, action == Action::"run.start", resource) ${FAILS};`

describe('a policy that fails', () => {
  test('denies, although Cedar passes over it and allows', () => {
    const text = `${ALL}\n${FAILING}`
    const { set } = parse(text)
    const raw = cedar.isAuthorized({
      principal: { type: 'Person', id: 'ada' },
      action: { type: 'Action', id: 'run.start' },
      resource: { type: 'Run', id: 'r' },
      context: { again: false, demonstration: false },
      policies: {
        staticPolicies: Object.fromEntries((set?.policies ?? []).map((one) => [one.id, one.text])),
      },
      entities: [{ uid: { type: 'Run', id: 'r' }, attrs: { tier: 1 }, parents: [] }],
    })
    expect(raw).toMatchObject({ type: 'success', response: { decision: 'allow' } })
    expect(policyOf(text).decide(STARTS)).toMatchObject({
      allow: false,
      because: ['failing'],
      errors: [expect.stringContaining('integer overflow')],
    })
  })

  test('denies when it would have permitted, too', () => {
    const permit = FAILING.replace('forbid', 'permit')
    expect(policyOf(`${ALL}\n${permit}`).decide(STARTS)).toMatchObject({ allow: false, because: ['failing'] })
  })
})

describe('whatever cannot be decided is denied', () => {
  const policy = policyOf(ALL)
  const odd = (change: object) => policy.decide({ ...STARTS, ...change } as PolicyRequest)

  test.each<[string, object]>([
    ['an action that there is not', { action: 'run.invent' }],
    ['a principal that asks for nothing', { principal: { kind: 'planner', name: 'planner', roles: [] } }],
    ['a principal of no known kind', { principal: { kind: 'ghost', name: 'g', roles: [] } }],
    ['a resource of no known type', { resource: { type: 'moon' } }],
    ['a resource that the action is not for', { resource: { type: 'tenant' } }],
    ['a context that lacks something', { context: { again: false } }],
    ['a context with something of another type', { context: { again: 'no', demonstration: false } }],
    ['a resource that lacks something', { resource: { type: 'run', id: 'r', author: 'ada', tier: 1 } }],
  ])('%s', (_title, change) => {
    const decision = odd(change)
    expect(decision).toMatchObject({ allow: false, because: [] })
    expect(decision.errors).toHaveLength(1)
  })

  test('everything, when the policies cannot be read', () => {
    const policies = [
      { id: 'x', effect: 'permit', text: 'permit everything', why: '', file: 'x', line: 1 },
    ] as const
    const broken = createPolicy(cedar, { ...SHIPPED, policies, digest: 'broken' })
    expect(broken.decide(STARTS)).toMatchObject({ allow: false, digest: 'broken' })
  })
})

const NAMES = ['ada', 'ben', 'eve'] as const
const ROLES = ['owner', 'author', 'approver', 'viewer', 'guest'] as const
const tier = fc.constantFrom(0, 1, 2, 3, 4) as fc.Arbitrary<0 | 1 | 2 | 3 | 4>
const name = fc.constantFrom(...NAMES)
const person = fc.record({ kind: fc.constant('person' as const), name, roles: fc.subarray([...ROLES]) })

const asked: fc.Arbitrary<PolicyRequest> = fc.oneof(
  fc.record({
    tenant: fc.constantFrom('default', 'other'),
    resourceTenant: fc.constantFrom('default', 'other'),
    action: fc.constant('run.start' as const),
    principal: person,
    resource: fc.record({
      type: fc.constant('run' as const),
      id: fc.constant('r'),
      project: fc.constantFrom('default', 'shop'),
      pipeline: fc.constant('p'),
      author: name,
      tier,
    }),
    context: fc.record({ again: fc.boolean(), demonstration: fc.boolean() }),
  }),
  fc.record({
    tenant: fc.constantFrom('default', 'other'),
    resourceTenant: fc.constantFrom('default', 'other'),
    action: fc.constant('gate.vote' as const),
    principal: person,
    resource: fc.record({
      type: fc.constant('gate' as const),
      id: fc.constant('r.g'),
      author: name,
      approvers: fc.subarray([...NAMES, 'role:approver', 'role:guest']),
      tier,
    }),
    context: fc.record({
      decision: fc.constantFrom('approve' as const, 'reject' as const),
      recentApprovals: fc.integer({ min: 0, max: 40 }),
      approvalsInMinute: fc.integer({ min: 0, max: 40 }),
      shownSeconds: fc.integer({ min: 0, max: 40 }),
    }),
  }),
)

const FORBIDS = [
  'forbid (principal, action == Action::"run.start", resource) when { resource.tier >= 2 };',
  'forbid (principal in Role::"author", action, resource);',
  'forbid (principal, action == Action::"gate.vote", resource) when { context.recentApprovals > 3 };',
  'forbid (principal, action == Action::"run.start", resource) unless { resource.project == "default" };',
  FAILING.replace('@id("failing") ', ''),
].map((text, index) => createPolicy(cedar, withShipped(`@id("own-${index}") ${text}`)))

function withShipped(text: string) {
  const { set } = parse(text)
  if (set === null) throw new Error(text)
  return { ...SHIPPED, policies: [...SHIPPED.policies, ...set.policies], digest: text }
}

describe('of random requests', () => {
  const shipped = createPolicy(cedar, SHIPPED)

  test('none is allowed by one more forbid that was denied without it', () => {
    fc.assert(
      fc.property(asked, fc.constantFrom(...FORBIDS), (request, stricter) => {
        expect(shipped.decide(request).allow || !stricter.decide(request).allow).toBe(true)
      }),
    )
  })

  test('none is allowed that reaches into another tenant, or comes from a person without a role or a name in it', () => {
    fc.assert(
      fc.property(asked, (request) => {
        const { tenant, resourceTenant, resource } = request
        expect(tenant === resourceTenant || !shipped.decide(request).allow).toBe(true)
        const guest = { kind: 'person', name: 'nobody', roles: ['guest'] } as const
        const named = resource.type === 'gate' && resource.approvers.includes('role:guest')
        const { allow } = shipped.decide({ ...request, principal: guest } as PolicyRequest)
        expect(named || !allow).toBe(true)
      }),
    )
  })

  test('each is decided the same again, and names a policy unless nothing permits it', () => {
    fc.assert(
      fc.property(asked, (request) => {
        const first = shipped.decide(request)
        expect(shipped.decide(structuredClone(request))).toEqual(first)
        if (first.allow) expect(first.because).not.toEqual([])
        expect(first.errors).toEqual([])
      }),
    )
  })
})
