import type { DeciderView, QueueView, WorkerView } from './api.ts'
import { formatDuration } from './duration.ts'
import { listed, type OutcomeFacts, type Told, well } from './health.ts'
import { TIERS, type Tier } from './tier.ts'

/** Processes beat every three seconds: who missed two beats is silent. */
const SILENT_MS = 7_000
/** An outcome waits for milliseconds as long as planners keep pace. */
const BEHIND_MS = 5_000

const UNKNOWN: Told = {
  state: 'unknown',
  found: 'cannot be told while the store is away',
  means: null,
  next: null,
  command: null,
}

export function tellPlanner(
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
      found: whole ? `${found}, the oldest outcome was told ${ago(now, oldestAt)} ago` : `${found}, but late`,
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

export function tellWorkers(
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

function ago(now: number, at: number): string {
  return formatDuration(Math.max(0, now - at))
}
