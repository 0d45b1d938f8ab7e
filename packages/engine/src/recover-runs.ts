import { dispatchedStep, type InFlight, JobIds, type WorkPhase } from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'

const BATCH = 10_000
/** Younger than this, a message is still on its way and nobody needs to look after it. */
const GRACE_MS = 2_000

/**
 * Mends what a crash or a lost store left behind.
 *
 * R1. An attempt is dispatched anew only when its job is gone from the store *and* every outcome appended before that
 *     was noticed has been settled: a finished job is gone too, but its outcome came first.
 * R2. A dispatch anew carries a new fence, so whatever still works under the old one is refused.
 */
export function createRecovery(deps: EngineDeps, beat: Beat) {
  /** Attempts whose job is gone, with the newest outcome at the time that was noticed. */
  let suspects = new Map<string, string>()

  return async function recover(): Promise<{ published: number; redispatched: number }> {
    const before = deps.clock() - GRACE_MS
    const published = await publishLeftovers(before)
    const dispatched = await deps.ledger.inFlight(before, BATCH)
    const known = await deps.dispatch.known(
      dispatched.map((one) => ({ jobId: jobIdOf(one), tier: one.tier })),
    )
    const missing = dispatched.filter((_, index) => known[index] === false)
    if (missing.length === 0) {
      suspects = new Map()
      return { published, redispatched: 0 }
    }
    const tail = await deps.outcomes.tail()
    const next = new Map<string, string>()
    const lost: InFlight[] = []
    const through = new Map<string, boolean>()
    for (const one of missing) {
      const noticed = suspects.get(jobIdOf(one))
      next.set(jobIdOf(one), noticed ?? tail)
      if (noticed === undefined) continue
      const settled = through.get(noticed) ?? (await deps.outcomes.settledThrough(noticed))
      through.set(noticed, settled)
      if (settled) lost.push(one)
    }
    suspects = next
    if (lost.length > 0) await beat(lost.map(lose))
    return { published, redispatched: lost.length }
  }

  /** Attempts are left to the sweep above, which knows whether they are still to be made. */
  async function publishLeftovers(before: number): Promise<number> {
    const rows = await deps.ledger.staleOutbox(before, BATCH)
    const messages = rows.map((row) => row.message).filter((message) => message.kind !== 'attempt')
    await deps.dispatch.publish(messages)
    await deps.ledger.clearOutbox(rows.map((row) => row.id))
    return messages.length
  }
}

function jobIdOf({ run, stage, phase, attempt, fence }: InFlight): string {
  return JobIds.attempt(run, stage, phase as WorkPhase, attempt, fence)
}

function lose({ run, stage, fence }: InFlight): Request {
  return {
    run,
    judge(state) {
      const current = dispatchedStep(state, stage) !== null && state.counters.get(stage)?.fence === fence
      return current ? { kind: 'attempt.lost', stage, fence } : null
    },
  }
}
