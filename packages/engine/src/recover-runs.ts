import {
  counterOf,
  DEFAULT_TENANT,
  dispatchedStep,
  type InFlight,
  JobIds,
  type OutboxMessage,
  type WorkPhase,
} from '@muster/core'
import type { Beat, Request } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** Attempts looked at in one page, and by one recovery: a long queue is walked through over several of them. */
const PAGE = 500
const START = { run: '', stage: '' }
/** Younger than this, a message is still on its way and nobody needs to look after it. */
const GRACE_MS = 2_000

/**
 * Mends what a crash or a lost store left behind.
 *
 * R1. An attempt is dispatched anew only when its job is gone from the store *and* every outcome appended before that
 *     was noticed has been settled: a finished job is gone too, but its outcome came first.
 * R2. A dispatch anew carries a new fence, so whatever still works under the old one is refused.
 * R3. One recovery looks at one page of attempts, then at those it suspects, so that it costs the same whatever waits.
 *     `whole` looks at all of them: at the start, when the store has lost its data, and when something was not sent.
 */
export function createRecovery(
  { clock, dispatch, ledger, outcomes }: EngineDeps,
  beat: Beat,
  register: Pick<RevocationRegister, 'known'>,
) {
  /** Attempts whose job is gone, with the newest outcome at the time that was noticed. */
  let suspects = new Map<string, { readonly attempt: InFlight; readonly tail: string }>()
  let cursor = START

  return async function recover(whole: boolean): Promise<{ published: number; redispatched: number }> {
    const before = clock() - GRACE_MS
    const published = await publishLeftovers(before)
    if (whole) {
      cursor = START
      await dispatch.publish(revokedWorkers())
    }
    let redispatched = 0
    do {
      const page = await ledger.inFlight(before, cursor, PAGE)
      const last = page.at(-1)
      cursor = last === undefined || page.length < PAGE ? START : { run: last.run, stage: last.stage }
      redispatched += await mend(page)
    } while (whole && cursor !== START)
    return { published, redispatched }
  }

  /** Dispatches anew what was suspected before and is gone still; suspects what of the page is gone now. */
  async function mend(page: readonly InFlight[]): Promise<number> {
    const looked = new Map(page.map((attempt) => [jobIdOf(attempt), attempt]))
    for (const [jobId, { attempt }] of suspects) looked.set(jobId, attempt)
    const jobs = [...looked].map(([jobId, { tier, home }]) => ({ jobId, tier, home }))
    const known = await dispatch.known(jobs)
    const missing = [...looked].filter((_, index) => known[index] === false)
    if (missing.length === 0) {
      suspects = new Map()
      return 0
    }
    const tail = await outcomes.tail()
    const through = new Map<string, boolean>()
    const next: typeof suspects = new Map()
    const lost: InFlight[] = []
    for (const [jobId, attempt] of missing) {
      const noticed = suspects.get(jobId)?.tail
      if (noticed === undefined) {
        next.set(jobId, { attempt, tail })
        continue
      }
      const settled = through.get(noticed) ?? (await outcomes.settledThrough(noticed))
      through.set(noticed, settled)
      if (settled) lost.push(attempt)
      else next.set(jobId, { attempt, tail: noticed })
    }
    suspects = next
    return lost.length === 0 ? 0 : (await beat.move(lost.map(lose))).length
  }

  /** A store that lost its data does not know them any more. */
  function revokedWorkers(): readonly OutboxMessage[] {
    return [...register.known().standing.values()].flatMap(({ tenant, scope, target }) =>
      scope === 'worker' && tenant === DEFAULT_TENANT
        ? [{ kind: 'worker' as const, worker: target, revoked: true }]
        : [],
    )
  }

  async function publishLeftovers(before: number): Promise<number> {
    const rows = await ledger.staleOutbox(before, PAGE)
    await dispatch.publish(rows.map((row) => row.message))
    await ledger.clearOutbox(rows.map((row) => row.id))
    return rows.length
  }
}

function jobIdOf({ phase, attempt, fence, ...of }: InFlight): string {
  return JobIds.attempt(of, phase as WorkPhase, attempt, fence)
}

function lose({ run, stage, fence }: InFlight): Request {
  return {
    run,
    judge(state) {
      const current = dispatchedStep(state, stage) !== null && counterOf(state, stage).fence === fence
      return current ? { kind: 'attempt.lost', stage, fence } : null
    },
  }
}
