import {
  type Clock,
  type Ledger,
  type Log,
  openRefusal,
  type Refusal,
  refusalKey,
  type RefusalView,
  type Refused,
  sealRefusal,
  toMusterError,
} from '@muster/core'

/** The time over which alike refusals come to one entry. */
const WINDOW_MS = 60_000
/** People, doors and reasons of one tenant that are told apart within that time: more come to one entry. */
const MOST_APART = 30

/** Keeps what was refused outside of runs, in a chain of each tenant. */
export interface Refusals {
  /** Writes it down, or counts it: the first of its kind in a minute is written before this resolves. Never rejects. */
  note(refused: Refused): Promise<void>
  /** Writes what was counted in minutes that are over; with `all` also in those that are not. */
  tell(all: boolean): Promise<void>
  /** The refusals of a tenant before `before`, newest first. */
  list(tenant: string, before: number | null, limit: number): Promise<readonly RefusalView[]>
}

/** One minute of refusals that are alike. */
interface Window {
  until: number
  /** Counted, but not written. */
  waiting: Waiting | null
}

type Waiting = Omit<Refusal, 'seq' | 'at'>

/**
 * R1. Of one person at one door for one reason a process writes one entry a minute, with how many it stands for.
 * R2. Of one tenant it writes at most MOST_APART + 1 entries a minute, whoever is refused what: a flood fills no ledger.
 * R3. Who is refused learns of it whether or not it could be written down.
 */
export function createRefusals({
  ledger,
  clock,
  log,
}: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly log: Log
}): Refusals {
  const windows = new Map<string, Window>()

  function windowOf(refused: Refused): { readonly window: Window; readonly by: Refusal['by'] } {
    const key = refusalKey(refused)
    const known = windows.get(key)
    if (known !== undefined) return { window: known, by: refused.by }
    const of = JSON.stringify([refused.tenant]).slice(0, -1)
    const apart = [...windows.keys()].filter((one) => one.startsWith(`${of},`)).length
    const together = apart >= MOST_APART
    const place = together ? `${of}]` : key
    const window = windows.get(place) ?? { until: 0, waiting: null }
    windows.set(place, window)
    return { window, by: together ? null : refused.by }
  }

  async function write(window: Window): Promise<void> {
    const { waiting } = window
    if (waiting === null) return
    const now = clock()
    window.waiting = null
    window.until = now + WINDOW_MS
    try {
      await ledger.refuse(waiting.tenant, ({ seq, hash }) =>
        sealRefusal(hash, { ...waiting, seq: seq + 1, at: now }),
      )
    } catch (thrown) {
      window.waiting = joined(waiting, window.waiting)
      log.error(
        { error: toMusterError(thrown).message, door: waiting.door },
        'a refusal could not be written down',
      )
    }
  }

  return {
    async note(refused) {
      const now = clock()
      const { window, by } = windowOf(refused)
      window.waiting = joined(window.waiting, { ...refused, by, since: now, count: 1 })
      if (now >= window.until) await write(window)
    },
    async tell(all) {
      const now = clock()
      const over = [...windows].filter(([, { until }]) => all || now >= until)
      for (const [key, window] of over) {
        if (window.waiting !== null) await write(window)
        else if (now >= window.until) windows.delete(key)
      }
    },
    async list(tenant, before, limit) {
      const rows = await ledger.of(tenant).refusals(tenant, before, limit)
      return rows.map(({ body, hash }) => {
        const { tenant: _tenant, ...refusal } = openRefusal(body).refusal
        return { ...refusal, hash }
      })
    },
  }
}

function joined(before: Waiting | null, after: Waiting | null): Waiting | null {
  if (before === null || after === null) return before ?? after
  return { ...after, since: before.since, count: before.count + after.count }
}
