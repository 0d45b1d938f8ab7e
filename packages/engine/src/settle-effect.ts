import { type Actor, effectName, effectsOf, type Ledger, MusterError } from '@muster/core'
import type { Beat } from './beat.ts'
import { requireRun } from './require-run.ts'

/** What a person found out about an effect. */
export interface Settlement {
  readonly tenant: string
  readonly run: string
  readonly stage: string
  readonly effect: number
  readonly happened: boolean
  readonly by: Actor
  readonly reason: string | null
}

/**
 * Records what a person found out about an effect that was unknown. Its run may have ended. Throws MUSTER_RUN_NOT_FOUND,
 * MUSTER_RUN_TRIMMED, MUSTER_EFFECT_NOT_FOUND, MUSTER_EFFECT_KNOWN.
 */
export async function settleEffect(ledger: Ledger, beat: Beat, of: Settlement): Promise<void> {
  const { tenant, run, stage, effect, happened, by, reason } = of
  const name = effectName(stage, effect)
  const rows = await beat.move([
    {
      run,
      judge(state, row) {
        if (row.tenant !== tenant) return null
        const found = effectsOf(state, stage)[effect - 1]
        if (found === undefined) throw new MusterError('MUSTER_EFFECT_NOT_FOUND', { run, effect: name })
        const { status } = found.standing
        if (status !== 'unknown') throw new MusterError('MUSTER_EFFECT_KNOWN', { run, effect: name, status })
        return { kind: 'effect.settled', stage, effect, happened, by, reason }
      },
    },
  ])
  await requireRun(ledger, rows, of)
}
