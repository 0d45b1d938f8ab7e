import { type Log, type Service, toMusterError } from '@muster/core'

/** Whether a worker takes jobs: it does from `start` to `stop`, except while it is revoked. */
export interface Duty extends Service {
  revoked(): boolean
  /** Says whether the worker is revoked: then what it holds is handed back at once. */
  set(revoked: boolean): void
}

/**
 * Takes jobs by a service that `open` makes anew each time; `handBack` ends what is held.
 *
 * A worker that does not obey gains nothing by it: the ledger refuses the outcomes of a revoked worker.
 */
export function createDuty(open: () => Service, handBack: () => void, worker: string, log: Log): Duty {
  let revoked = false
  let wanted = false
  let taking: Service | null = null
  let changing = Promise.resolve()

  const settle = async (): Promise<void> => {
    const take = wanted && !revoked
    if (take === (taking !== null)) return
    const before = taking
    taking = take ? open() : null
    await (taking === null ? before?.stop() : taking.start())
  }
  const change = (): Promise<void> => {
    changing = changing.catch(() => {}).then(settle)
    return changing
  }

  return {
    revoked: () => revoked,
    set(now) {
      if (now === revoked) return
      revoked = now
      log.warn({ worker }, now ? 'revoked: it takes no more jobs' : 'taken back into use')
      if (now) handBack()
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
