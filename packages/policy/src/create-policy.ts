import type { Policy, PolicyDecision, PolicyRequest } from '@muster/core'
import type { AuthorizationAnswer } from '@cedar-policy/cedar-wasm/nodejs'
import type { Cedar } from './load-cedar.ts'
import type { PolicySet } from './policy-set.ts'
import { toCall } from './to-call.ts'

/** Decisions kept, so that what is asked again costs nothing. */
const KEPT = 2_000

/**
 * Decides by a set of policies.
 *
 * D1. What no policy permits is denied.
 * D2. Whatever goes wrong denies: Cedar passes over a policy that fails, be it one that forbids.
 * D3. A decision depends on the request and the set alone, and so may be kept.
 */
export function createPolicy(cedar: Cedar, { digest, schema, policies }: PolicySet): Policy {
  const kept = new Map<string, PolicyDecision>()
  const failure = prepare(cedar, digest, schema, policies)

  function ask(request: PolicyRequest): PolicyDecision {
    if (failure !== null) return denied(digest, [failure])
    try {
      const call = toCall(request)
      return judge(
        digest,
        cedar.statefulIsAuthorized({
          ...call,
          preparsedSchemaName: digest,
          preparsedPolicySetId: digest,
          validateRequest: true,
        }),
      )
    } catch (thrown) {
      return denied(digest, [thrown instanceof Error ? thrown.message : String(thrown)])
    }
  }

  return {
    digest,
    decide(request) {
      const key = JSON.stringify(request)
      const before = kept.get(key)
      if (before !== undefined) return before
      const decision = ask(request)
      const [oldest] = kept.keys()
      if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(key, decision)
      return decision
    },
  }
}

/** Holds D2: an answer counts only when nothing failed on the way to it. */
export function judge(digest: string, answer: AuthorizationAnswer): PolicyDecision {
  if (answer.type === 'failure')
    return denied(
      digest,
      answer.errors.map(({ message }) => message),
    )
  const { decision, diagnostics } = answer.response
  const { errors, reason } = diagnostics
  if (errors.length > 0)
    return {
      allow: false,
      digest,
      because: errors.map(({ policyId }) => policyId).toSorted(),
      errors: errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).toSorted(),
    }
  return { allow: decision === 'allow', digest, because: reason.toSorted(), errors: [] }
}

function denied(digest: string, errors: readonly string[]): PolicyDecision {
  return { allow: false, digest, because: [], errors }
}

/** Why the set cannot be used, or null when it is ready. */
function prepare(
  cedar: Cedar,
  digest: string,
  schema: string,
  policies: PolicySet['policies'],
): string | null {
  const texts = Object.fromEntries(policies.map(({ id, text }) => [id, text]))
  for (const answer of [
    cedar.preparseSchema(digest, schema),
    cedar.preparsePolicySet(digest, { staticPolicies: texts }),
  ])
    if (answer.type === 'failure') return answer.errors.map(({ message }) => message).join('; ')
  return null
}
