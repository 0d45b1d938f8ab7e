import { DEFAULT_TENANT, REVOCATION_SCOPES } from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'

/** Revokes something, or lifts that. */
export const revoke: Handler = async ({ body, actor }, { engine }) => {
  const given = objectOf(body, ['scope', 'id', 'reason', 'lift'])
  const scope = REVOCATION_SCOPES.find((known) => known === given['scope'])
  if (scope === undefined) throw bad(`\`scope\` is one of ${REVOCATION_SCOPES.join(', ')}`)
  const id = textOf(given, 'id', 500)
  if (id === null || !/^[^\s\p{Cc}]+$/u.test(id)) throw bad('`id` says what to revoke')
  const reason = textOf(given, 'reason', 4_000)
  if (reason === null || reason.trim() === '') throw bad('`reason` says why: it is kept in the ledger')
  const lift = given['lift'] ?? false
  if (typeof lift !== 'boolean') throw bad('`lift` is true or false')
  const of = { tenant: DEFAULT_TENANT, scope, id, reason, by: actor }
  return json(lift ? await engine.lift(of) : await engine.revoke(of))
}

/** What stands revoked until it is lifted. */
export const listRevocations: Handler = async (_, { engine }) =>
  json({ revocations: await engine.standing(DEFAULT_TENANT) })
