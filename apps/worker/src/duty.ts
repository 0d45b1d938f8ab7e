import { type Log, type Service, toMusterError } from '@muster/core'
import type { Bidding } from '@muster/store'
import type { Takers } from './create-takers.ts'

/**
 * Whether a worker takes jobs: it does from `start` to `stop`, except while it is revoked. While it drains it takes those
 * of the agents that it has, and no others.
 */
export interface Duty extends Service {
  revoked(): boolean
  /** Says what is asked of the worker. What a revoked one holds is handed back at once. */
  set(bidding: Partial<Bidding>): void
}

/**
 * Takes jobs by services that `takers` opens anew each time; `handBack` ends what is held.
 *
 * A worker that does not obey gains nothing by it: the ledger refuses the outcomes of a revoked worker.
 */
export function createDuty(takers: Takers, handBack: () => void, worker: string, log: Log): Duty {
  let now: Bidding = { revoked: false, draining: false }
  let wanted = false
  const fresh = createShift(() => takers.openTiers())
  const own = createShift(() => takers.openOwn())

  const change = async (): Promise<void> => {
    const takes = wanted && !now.revoked
    await Promise.all([fresh(takes && !now.draining), own(takes)])
  }

  return {
    revoked: () => now.revoked,
    set(bidding) {
      const before = now
      now = { ...now, ...bidding }
      if (now.revoked === before.revoked && now.draining === before.draining) return
      if (now.revoked !== before.revoked) {
        log.warn({ worker }, now.revoked ? 'revoked: it takes no more jobs' : 'taken back into use')
        if (now.revoked) handBack()
      }
      if (now.draining !== before.draining)
        log.info({ worker }, now.draining ? 'draining: it takes no new agents' : 'takes new agents again')
      change().catch((error: unknown) =>
        log.error({ worker, error: toMusterError(error).message }, 'the worker could not change its duty'),
      )
    },
    start() {
      wanted = true
      return change()
    },
    stop() {
      wanted = false
      return change()
    },
  }
}

/** Opens a service when it is wanted and stops it when it is not, one change after the other. */
function createShift(open: () => Service): (wanted: boolean) => Promise<void> {
  let want = false
  let taking: Service | null = null
  let changing = Promise.resolve()

  const settle = async (): Promise<void> => {
    if (want === (taking !== null)) return
    const before = taking
    taking = want ? open() : null
    await (taking === null ? before?.stop() : taking.start())
  }
  return (wanted) => {
    want = wanted
    changing = changing.catch(() => {}).then(settle)
    return changing
  }
}
