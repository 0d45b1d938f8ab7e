import { type LedgerReads, type Principal, REVOCATION_SCOPES, type RevocationScope } from '@muster/core'
import { refused } from '../guard.ts'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'

/** Revokes something, or lifts that. */
export const revoke: Handler<'post /api/revocations'> = async ({ body, principal }, { engine, ledger }) => {
  const given = objectOf(body, ['scope', 'id', 'reason', 'lift'])
  const scope = REVOCATION_SCOPES.find((known) => known === given['scope'])
  if (scope === undefined) throw bad(`\`scope\` is one of ${REVOCATION_SCOPES.join(', ')}`)
  const id = textOf(given, 'id', 500)
  if (id === null || !/^[^\s\p{Cc}]+$/u.test(id)) throw bad('`id` says what to revoke')
  const reason = textOf(given, 'reason', 4_000)
  if (reason === null || reason.trim() === '') throw bad('`reason` says why: it is kept in the ledger')
  const lift = given['lift'] ?? false
  if (typeof lift !== 'boolean') throw bad('`lift` is true or false')
  await demandScope(principal, ledger, scope, id)
  const of = { tenant: principal.tenant, scope, id, reason, by: principal.actor }
  return json(lift ? await engine.lift(of) : await engine.revoke(of))
}

/** What stands revoked until it is lifted. */
export const listRevocations: Handler<'get /api/revocations'> = async ({ principal }, { engine }) =>
  json({ revocations: await engine.standing(principal.tenant) })

/** Who may act in one project revokes nothing beyond it. */
async function demandScope(
  principal: Principal,
  ledger: LedgerReads,
  scope: RevocationScope,
  id: string,
): Promise<void> {
  if (principal.project === null) return
  if (scope === 'run' || scope === 'agent') await loadRun(ledger, principal, id.split('.')[0])
  else throw refused(`You act in project \`${principal.project}\` alone.`)
}
