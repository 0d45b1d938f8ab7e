import { why, type WhyView } from '@muster/core'
import { readState } from '@muster/engine'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { json } from '../reply.ts'
import { surroundingsOf } from '../surroundings.ts'

/** Why everything of a run that waits does so. Of a trimmed run nothing does. */
export const getWhy: Handler<'get /api/runs/:run/why'> = async ({ params, principal }, deps) => {
  const { id, status, trimmedAt } = await loadRun(deps.ledger, principal, params.run)
  if (trimmedAt !== null) return json({ run: id, status, at: deps.clock(), waits: [] } satisfies WhyView)
  const [state, around] = await Promise.all([
    readState(deps.ledger, id),
    surroundingsOf(deps, principal.tenant),
  ])
  return json(why(state, around))
}
