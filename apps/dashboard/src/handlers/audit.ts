import { type AuditPlace, readAuditPlace } from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, integerOf } from '../request.ts'

const NEWEST: AuditPlace = { refusals: null, register: null }

/** What happened outside of runs, newest first. */
export const listAudit: Handler<'get /api/audit'> = async ({ query, principal }, { engine }) => {
  const { before, limit } = query
  const place = before === undefined ? NEWEST : readAuditPlace(before)
  if (place === null) throw bad('`before` is what the page before gave as `next`')
  return json(await engine.refusals.list(principal.tenant, place, integerOf(limit, 'limit', 50, 200)))
}
