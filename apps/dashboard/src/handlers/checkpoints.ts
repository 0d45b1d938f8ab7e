import { AGENT_PHASES_ORDERED } from '@muster/core'
import { listCheckpoints } from '@muster/engine'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'
import { toRunSummary } from '../views.ts'

/** What a run can be resumed from, and what it could be: its checkpoints, or those of one stage. */
export const checkpoints: Handler<'get /api/runs/:run/checkpoints'> = async (
  { params, query, principal },
  { ledger, artifacts },
) => {
  const { id, trimmedAt } = await loadRun(ledger, principal, params.run)
  const of = { run: id, stage: query.stage ?? null }
  return json({ checkpoints: trimmedAt === null ? await listCheckpoints(ledger, artifacts, of) : [] })
}

/** Starts an ended run again, one stage from a checkpoint. */
export const resume: Handler<'post /api/runs/:run/resume'> = async (
  { params, body, principal },
  { engine, ledger },
) => {
  const given = objectOf(body, ['stage', 'phase'])
  const stage = textOf(given, 'stage', 1_000)
  const phase = AGENT_PHASES_ORDERED.find((known) => known === given['phase'])
  if (stage === null || phase === undefined)
    throw bad(`\`stage\` is the path of a stage, and \`phase\` one of ${AGENT_PHASES_ORDERED.join(', ')}`)
  const { id } = await loadRun(ledger, principal, params.run)
  await engine.resume({ tenant: principal.tenant, run: id, by: principal.actor, stage, phase })
  return json({ run: toRunSummary(await loadRun(ledger, principal, id)) })
}
