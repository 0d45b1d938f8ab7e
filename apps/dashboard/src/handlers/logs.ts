import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { logLines } from '../log-lines.ts'
import { bad } from '../request.ts'

/** What agents wrote, one JSON line each; `follow=true` goes on until the run ended. */
export const logs: Handler<'get /api/runs/:run/logs'> = async (
  { params, query, principal, signal },
  deps,
) => {
  const { id } = await loadRun(deps.ledger, principal, params.run)
  const stage = query.stage ?? null
  if (stage !== null && !(await deps.ledger.stages(id)).some((row) => row.stage === stage))
    throw bad(`run \`${id}\` has no stage \`${stage}\``)
  const follow = query.follow === 'true'
  return {
    kind: 'stream',
    type: 'application/x-ndjson',
    chunks: logLines(deps, { tenant: principal.tenant, run: id, stage, follow }, signal),
  }
}
