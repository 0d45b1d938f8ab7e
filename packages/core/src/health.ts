import type { DeciderView, QueueView, WorkerView } from './api.ts'
import { formatDuration } from './duration.ts'
import { TIERS, type Tier } from './tier.ts'

/** What a part answered; or why it did not. */
export type Answered<Facts> =
  | { readonly ok: true; readonly ms: number; readonly facts: Facts }
  | { readonly ok: false; readonly problem: string }

export interface LedgerFacts {
  /** Its name and version. */
  readonly name: string
}

export interface StoreFacts {
  /** Its name and version. */
  readonly name: string
  /** What it holds, in words; null where it does not say. */
  readonly memory: string | null
  /** Of what it may hold, from 0 to 1; null when it has no limit. */
  readonly full: number | null
  /** Whether it throws away what it holds when it is full. */
  readonly evicts: boolean
  /** Whether every write goes to a file; null where there is no such file. */
  readonly appendOnly: boolean | null
  readonly outcomes: OutcomeFacts
}

/** The stream in which workers tell how attempts ended. */
export interface OutcomeFacts {
  /** Deliveries that no planner has settled. */
  readonly waiting: number
  /** When the oldest of them was told; null when none waits. */
  readonly oldestAt: number | null
  /** The planner that reads; null when none does. */
  readonly reader: string | null
}

/** All that the health of a Muster is told from; null where the store does not answer. */
export interface HealthFacts {
  readonly ledger: Answered<LedgerFacts>
  readonly store: Answered<StoreFacts>
  readonly processes: readonly DeciderView[] | null
  readonly workers: readonly WorkerView[] | null
  readonly queues: readonly QueueView[] | null
}

/** `poor` works, but somebody should look; `unknown` cannot be told while the store is away. */
export type HealthState = 'well' | 'poor' | 'away' | 'unknown'

/** How a part of Muster is. */
export interface PartHealth {
  readonly part: 'ledger' | 'store' | 'planner' | 'workers'
  readonly state: HealthState
  /** What was found. */
  readonly found: string
  /** What that means for runs; null while it is well. */
  readonly means: string | null
  /** What to do next; null where nothing needs to be done. */
  readonly next: string | null
  /** A command that may mend it. */
  readonly command: string | null
}

/** Processes beat every three seconds: who missed two beats is silent. */
const SILENT_MS = 7_000
/** An outcome waits for milliseconds as long as planners keep pace. */
const BEHIND_MS = 5_000
const NEARLY_FULL = 0.9

type Told = Omit<PartHealth, 'part'>

const UNKNOWN: Told = {
  state: 'unknown',
  found: 'cannot be told while the store is away',
  means: null,
  next: null,
  command: null,
}

/** How each part is, in words. Who may not know of the whole fleet is told of no numbers. */
export function tellHealth(facts: HealthFacts, whole: boolean, now: number): readonly PartHealth[] {
  const { ledger, store, processes, workers, queues } = facts
  const outcomes = store.ok ? store.facts.outcomes : null
  return [
    { part: 'ledger', ...tellLedger(ledger, whole) },
    { part: 'store', ...tellStore(store, whole) },
    { part: 'planner', ...tellPlanner(processes, outcomes, whole, now) },
    { part: 'workers', ...tellWorkers(workers, queues, whole, now) },
  ]
}

/** Whether somebody should look at it. */
export function isAmiss({ state }: Pick<PartHealth, 'state'>): boolean {
  return state === 'poor' || state === 'away'
}

/** What a store says of itself. */
export function aboutStore({ name, memory, appendOnly }: StoreFacts): string {
  return listed([
    name,
    memory !== null && `${memory} used`,
    appendOnly !== null && `append-only file ${appendOnly ? 'on' : 'off'}`,
  ])
}

function tellLedger(ledger: Answered<LedgerFacts>, whole: boolean): Told {
  return ledger.ok
    ? well(`${ledger.facts.name}, answers in ${ledger.ms} ms`)
    : {
        state: 'away',
        found: silence(ledger, whole),
        means: 'Nothing is admitted, decided or shown. What was decided is kept.',
        next: 'Check MUSTER_LEDGER_URL and that Postgres runs: everything goes on by itself when it is back.',
        command: null,
      }
}

function tellStore(store: Answered<StoreFacts>, whole: boolean): Told {
  if (!store.ok)
    return {
      state: 'away',
      found: silence(store, whole),
      means:
        'Agents wait. Submissions and decisions are taken all the same, and nothing that was decided is lost.',
      next: 'Check MUSTER_STORE_URL and that the server runs: everything goes on by itself when it is back.',
      command: null,
    }
  const { ms, facts } = store
  const found = `${whole ? aboutStore(facts) : facts.name}, answers in ${ms} ms`
  if (facts.full !== null && facts.full >= NEARLY_FULL)
    return {
      state: 'poor',
      found: `${found}, ${Math.round(facts.full * 100)} % of its memory used`,
      means: facts.evicts
        ? 'It throws jobs away when it is full; the planner makes them anew.'
        : 'It refuses jobs when it is full.',
      next: 'Give it more memory (`maxmemory`), or keep fewer ended jobs (MUSTER_KEEP_JOBS).',
      command: null,
    }
  if (!facts.evicts) return well(found)
  return {
    state: 'poor',
    found: `${found}, throws away what it holds when it is full`,
    means: 'Jobs may vanish; the planner makes them anew, later.',
    next: 'Set `maxmemory-policy noeviction` on the server.',
    command: null,
  }
}

function tellPlanner(
  processes: readonly DeciderView[] | null,
  outcomes: OutcomeFacts | null,
  whole: boolean,
  now: number,
): Told {
  if (processes === null || outcomes === null) return UNKNOWN
  const planners = processes.filter(({ kind }) => kind === 'planner')
  const last = Math.max(...planners.map(({ beatAt }) => beatAt))
  const away = {
    state: 'away',
    means:
      'Runs do not move. Submissions and decisions are taken all the same; runs go on once there is a planner.',
    next: 'Start one, or look into the log of the one that was there.',
    command: 'npx muster planner',
  } as const
  if (planners.length === 0) return { ...away, found: 'none is alive' }
  if (now - last > SILENT_MS) return { ...away, found: `not heard of for ${ago(now, last)}` }
  const { waiting, oldestAt, reader } = outcomes
  const found = listed([
    planners.length === 1 ? 'alive' : `${planners.length} are alive`,
    `heard of ${ago(now, last)} ago`,
    whole && reader !== null && planners.length > 1 && `${reader} reads`,
    whole && waiting > 0 && `${waiting} outcomes to settle`,
  ])
  if (reader === null)
    return {
      state: 'poor',
      found: `${found}, but none reads what workers tell`,
      means:
        'Runs do not move until one reads: it is starting, it waits for the ledger, or it has just died.',
      next: 'Look into its log when this lasts.',
      command: null,
    }
  if (oldestAt !== null && now - oldestAt > BEHIND_MS)
    return {
      state: 'poor',
      found: `${found}, the oldest outcome was told ${ago(now, oldestAt)} ago`,
      means: 'Runs move late: what workers told is not settled as fast as it comes.',
      next: 'Look into the log of the planner, and at how fast the ledger answers; another planner helps.',
      command: 'npx muster planner',
    }
  if (planners.some(({ policies }) => policies === null))
    return {
      state: 'poor',
      found: `${found}, without policies`,
      means: 'It denies everything, because it could not load the policies in force.',
      next: 'See which policies there are, and mend them.',
      command: 'npx muster policy check',
    }
  return well(found)
}

function tellWorkers(
  workers: readonly WorkerView[] | null,
  queues: readonly QueueView[] | null,
  whole: boolean,
  now: number,
): Told {
  if (workers === null || queues === null) return UNKNOWN
  if (workers.length === 0)
    return {
      state: 'away',
      found: 'none is alive',
      means: 'Agents wait. Gates can be decided all the same.',
      next: 'Start one.',
      command: 'npx muster worker',
    }
  const oldest = Math.min(...workers.map(({ beatAt }) => beatAt))
  const unserved = TIERS.filter((tier) => !workers.some((worker) => serves(worker, tier)))
  const waiting = unserved.flatMap((tier) => {
    const count = queues.find((queue) => queue.tier === tier)?.waiting ?? 0
    return count === 0 ? [] : [{ tier, count }]
  })
  const found = listed([
    workers.length === 1 ? '1 is alive' : `${workers.length} are alive`,
    `the oldest beat is ${ago(now, oldest)} old`,
    unserved.length > 0 && `none for ${unserved.map((tier) => `T${tier}`).join(', ')}`,
  ])
  if (waiting.length > 0)
    return {
      state: 'poor',
      found,
      means: whole
        ? `${waiting.map(({ tier, count }) => `${count} at T${tier}`).join(' and ')} wait for a worker of their tier.`
        : 'Agents wait for a worker of their tier.',
      next: 'Start one that serves them.',
      command: `npx muster worker --tiers ${waiting.map(({ tier }) => tier).join(',')}`,
    }
  if (now - oldest <= SILENT_MS) return well(found)
  return {
    state: 'poor',
    found,
    means: 'A worker is silent: what it held goes to others when its locks end.',
    next: 'See which one, and look into its log.',
    command: 'npx muster fleet',
  }
}

function serves({ tiers, revoked, draining }: WorkerView, tier: Tier): boolean {
  return tiers.includes(tier) && revoked !== true && draining === undefined
}

/** Why it does not answer may name addresses. */
function silence({ problem }: { readonly problem: string }, whole: boolean): string {
  return whole ? `does not answer: ${problem}` : 'does not answer'
}

function well(found: string): Told {
  return { state: 'well', found, means: null, next: null, command: null }
}

function ago(now: number, at: number): string {
  return formatDuration(Math.max(0, now - at))
}

function listed(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(', ')
}
