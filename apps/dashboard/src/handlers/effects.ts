import { effectName, MusterError, parseEffectName } from '@muster/core'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'

/** Says whether an effect happened that is unknown. */
export const settleEffect: Handler<'post /api/runs/:run/effects/:stage/:effect/settle'> = async (
  { params, body, principal },
  { engine, ledger },
) => {
  const given = objectOf(body, ['happened', 'reason'])
  const { happened } = given
  if (typeof happened !== 'boolean') throw bad('`happened` is true or false')
  const reason = textOf(given, 'reason', 4_000)
  const { id } = await loadRun(ledger, principal, params.run)
  const name = `${params.stage}/${params.effect}`
  const at = parseEffectName(name)
  if (at === null) throw new MusterError('MUSTER_EFFECT_NOT_FOUND', { run: id, effect: name })
  const { stage, number } = at
  await engine.settleEffect({
    tenant: principal.tenant,
    run: id,
    stage,
    effect: number,
    happened,
    by: principal.actor,
    reason,
  })
  const effects = await ledger.effects(id)
  const row = effects.find((one) => one.stage === stage && one.number === number)
  if (row === undefined)
    throw new MusterError('MUSTER_EFFECT_NOT_FOUND', { run: id, effect: effectName(stage, number) })
  return json(row)
}
