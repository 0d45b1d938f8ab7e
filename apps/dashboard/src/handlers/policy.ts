import { isLocalOwner, type PolicyView } from '@muster/core'
import { explainRequest } from '../explain-request.ts'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { objectOf } from '../request.ts'

/** The policies in force, and which process decides by them. */
export const getPolicy: Handler<'get /api/policy'> = async (_, { policy, engine, deciders }) => {
  const view: PolicyView = {
    digest: policy.digest,
    policies: policy.running() === null ? [] : policy.set().policies,
    named: engine.policies.named(),
    processes: await deciders.all(),
  }
  return json(view)
}

/** Why a request would be allowed or denied. */
export const explainPolicy: Handler<'get /api/policy/explain'> = async (request, deps) =>
  json(deps.policy.explain(await explainRequest(request, deps)))

/**
 * Reads the policies anew and puts them in force everywhere, which needs the leave of those in force: the local owner may
 * do without where nobody has those.
 */
export const reloadPolicy: Handler<'post /api/policy/reload'> = async (
  { body, principal },
  { engine, policy },
) => {
  objectOf(body, [])
  const { tenant, actor: by } = principal
  const trusted = isLocalOwner(principal) && policy.running() === null
  return json(await engine.policies.reload({ tenant, by, trusted }))
}
