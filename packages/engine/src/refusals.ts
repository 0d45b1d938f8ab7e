import {
  type AuditAnswer,
  auditPage,
  type AuditPlace,
  type Clock,
  type Ledger,
  likeness,
  type Log,
  type Noted,
  openRefusal,
  type Refusal,
  sealRefusal,
  toMusterError,
} from '@muster/core'

/** The time over which what is alike comes to one entry. */
const WINDOW_MS = 60_000
/** Refusals of one tenant that are told apart within that time, and so many deeds: more come to one entry. */
const MOST_APART = 30
/** Entries of a tenant within that time, whichever processes write them: refusals leave room for what somebody known did. */
const MOST_REFUSALS = MOST_APART + 1
const MOST_ENTRIES = 2 * MOST_REFUSALS

/** Keeps what was refused or done outside of runs, in a chain of each tenant. */
export interface Refusals {
  /** Writes it down, or counts it: the first of its kind in a minute is written before this resolves, where R2 has room. Never rejects. */
  note(noted: Noted): Promise<void>
  /** Writes what was counted in minutes that are over; with `all` also in those that are not. */
  tell(all: boolean): Promise<void>
  /** What happened in a tenant outside of runs, and what changed who may do what, newest first. */
  list(tenant: string, place: AuditPlace, limit: number): Promise<AuditAnswer>
}

/** One minute of what is alike. */
interface Window {
  until: number
  /** Counted, but not written. */
  waiting: Waiting | null
}

type Waiting = Refusal extends infer One ? (One extends Refusal ? Omit<One, 'seq' | 'at'> : never) : never

/**
 * R1. Of one person at one door for one reason a process writes one entry a minute, with how many it stands for.
 * R2. Of one tenant all processes together write at most MOST_REFUSALS entries of refusals a minute, and MOST_ENTRIES in
 *     all, whoever does what: a flood fills no ledger. What finds no room is counted, and written when there is; only a
 *     process that ends writes what it still has all the same.
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

  function windowOf(noted: Noted): { readonly window: Window; readonly by: Refusal['by'] } {
    const of = `${JSON.stringify([noted.tenant, noted.kind === 'refused'])} `
    const key = of + likeness(noted)
    const known = windows.get(key)
    if (known !== undefined) return { window: known, by: noted.by }
    const apart = [...windows.keys()].filter((one) => one.startsWith(of)).length
    const together = apart >= MOST_APART
    const place = together ? of : key
    const window = windows.get(place) ?? { until: 0, waiting: null }
    windows.set(place, window)
    return { window, by: together ? null : noted.by }
  }

  async function write(window: Window, all: boolean): Promise<void> {
    const { waiting } = window
    if (waiting === null) return
    const now = clock()
    window.waiting = null
    window.until = now + WINDOW_MS
    const most = waiting.kind === 'refused' ? MOST_REFUSALS : MOST_ENTRIES
    try {
      await ledger.refuse(waiting.tenant, most, ({ seq, hash }, earlier) => {
        const freeAt = earlier === null ? now : openRefusal(earlier.body).refusal.at + WINDOW_MS
        if (freeAt <= now || all) return sealRefusal(hash, { ...waiting, seq: seq + 1, at: now })
        window.waiting = joined(waiting, window.waiting)
        window.until = freeAt
        return null
      })
    } catch (thrown) {
      window.waiting = joined(waiting, window.waiting)
      log.error(
        { error: toMusterError(thrown).message, kind: waiting.kind, on: waiting.on },
        'what happened outside of runs could not be written down',
      )
    }
  }

  return {
    async note(noted) {
      const now = clock()
      const { window, by } = windowOf(noted)
      window.waiting = joined(window.waiting, { ...noted, by, since: now, count: 1 })
      if (now >= window.until) await write(window, false)
    },
    async tell(all) {
      const now = clock()
      const over = [...windows].filter(([, { until }]) => all || now >= until)
      for (const [key, window] of over) {
        if (window.waiting !== null) await write(window, all)
        else if (now >= window.until) windows.delete(key)
      }
    },
    async list(tenant, { refusals, register }, limit) {
      const reads = ledger.of(tenant)
      // One more of each tells whether anything is left.
      const [refused, links] = await Promise.all([
        reads.refusals(tenant, refusals, limit + 1),
        reads.register(tenant, register, limit + 1),
      ])
      return auditPage(refused, links, limit)
    },
  }
}

function joined(before: Waiting | null, after: Waiting | null): Waiting | null {
  if (before === null || after === null) return before ?? after
  return { ...after, since: before.since, count: before.count + after.count }
}
