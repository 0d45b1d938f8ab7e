import type { NamedPolicy, PolicyBearing, PolicyExplanation, PolicyRequest } from '@muster/core'
import { judge } from './create-policy.ts'
import type { Cedar } from './load-cedar.ts'
import type { PolicySet } from './policy-set.ts'
import { toCall } from './to-call.ts'

/** Asks every policy that speaks of the action by itself. */
export function explain(cedar: Cedar, set: PolicySet, request: PolicyRequest): PolicyExplanation {
  const { digest, schema, policies } = set
  const call = { ...toCall(request), schema, validateRequest: true }
  const texts = (of: readonly NamedPolicy[]) => ({
    staticPolicies: Object.fromEntries(of.map(({ id, text }) => [id, text])),
  })
  const holds = (policy: NamedPolicy): PolicyBearing['holds'] => {
    const { because, errors } = judge(digest, cedar.isAuthorized({ ...call, policies: texts([policy]) }))
    if (errors.length > 0) return 'fails'
    return because.includes(policy.id) ? 'yes' : 'no'
  }
  const bearings = policies
    .filter(({ text }) => speaksOf(cedar, text, schema, request.action))
    .map((policy) => {
      const { id, effect, why, file, line } = policy
      return { id, effect, why, file, line, holds: holds(policy) }
    })
  return {
    request,
    decision: judge(digest, cedar.isAuthorized({ ...call, policies: texts(policies) })),
    policies: [
      ...bearings.filter((one) => one.holds !== 'no'),
      ...bearings.filter((one) => one.holds === 'no'),
    ],
  }
}

function speaksOf(cedar: Cedar, text: string, schema: string, action: string): boolean {
  const answer = cedar.getValidRequestEnvsPolicy(text, schema)
  return answer.type === 'failure' || answer.actions.some((one) => one.includes(`"${action}"`))
}
