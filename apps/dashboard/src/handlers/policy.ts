import type { PolicyView, ReloadAnswer } from '@muster/core'
import { requireTenant } from '../ask-policy.ts'
import { explainRequest } from '../explain-request.ts'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { objectOf } from '../request.ts'

/** The policies in force. */
export const getPolicy: Handler = (_, { policy }) => {
  const view: PolicyView = { digest: policy.digest, policies: policy.set().policies }
  return json(view)
}

/** Why a request would be allowed or denied. */
export const explainPolicy: Handler = async (request, deps) =>
  json(deps.policy.explain(await explainRequest(request, deps)))

/** Reads the policies anew, which needs the leave of those in force. */
export const reloadPolicy: Handler = async ({ body, principal }, deps) => {
  const { policy, log } = deps
  objectOf(body, [])
  await requireTenant(deps, principal, 'policy.change')
  const before = policy.digest
  const changed = await policy.reload()
  if (changed) log.info({ before, policies: policy.digest, by: principal.actor.name }, 'the policies changed')
  const answer: ReloadAnswer = { digest: policy.digest, changed }
  return json(answer)
}
