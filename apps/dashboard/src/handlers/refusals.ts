import type { RefusalsAnswer } from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { integerOf } from '../request.ts'

/** What was refused outside of runs, newest first; `before` is the number of the oldest known already. */
export const listRefusals: Handler<'get /api/refusals'> = async ({ query, principal }, { engine }) => {
  const before = query.before === undefined ? null : integerOf(query.before, 'before', 1, 2 ** 31 - 1)
  const limit = integerOf(query.limit, 'limit', 50, 200)
  const answer: RefusalsAnswer = { refusals: await engine.refusals.list(principal.tenant, before, limit) }
  return json(answer)
}
