import {
  formatDuration,
  type HomeView,
  type PartHealth,
  RUN_END_STATUSES,
  runsIn,
  sumEnds,
} from '@muster/core'
import { renderTable } from './table.ts'

/** Nothing is cut off: why something is away is at the end of a line. */
const WIDE = Number.POSITIVE_INFINITY

/** How a Muster is, and its numbers. */
export function renderHome(view: HomeView): readonly string[] {
  const { health } = view
  const told = health.map(({ part, state, found }) => [part, state, found])
  return [
    ...renderTable(['PART', 'STATE', 'MORE'], told, WIDE),
    ...health.flatMap(adviceOf),
    '',
    ...renderTable(['NUMBER', 'NOW'], numbersOf(view), WIDE),
  ]
}

function adviceOf({ part, means, next, command }: PartHealth): readonly string[] {
  if (means === null) return []
  const todo = [next, command === null ? null : `\`${command}\``].filter((word) => word !== null)
  return ['', `${part}: ${means}`, ...(todo.length === 0 ? [] : [`  ${todo.join(' ')}`])]
}

function numbersOf({ at, numbers, jobs }: HomeView): readonly (readonly string[])[] {
  const since = (from: number | null) => (from === null ? '-' : formatDuration(Math.max(0, at - from)))
  const waiting =
    jobs === null ? [] : [['jobs waiting', amount(jobs.count, `oldest ${since(jobs.oldestAt)}`)]]
  if (numbers === null) return waiting
  const { running, phasesPerSecond, failureRate, gates, hour, day } = numbers
  return [
    ['runs running', String(running)],
    ['phases per second', phasesPerSecond.toFixed(1)],
    ...waiting,
    [
      'gates open',
      amount(
        gates.open,
        `half of them longer than ${since(gates.medianAt)}, longest ${since(gates.oldestAt)}`,
      ),
    ],
    ['failure rate, last hour', failureRate === null ? 'no run ended' : `${Math.round(failureRate * 100)} %`],
    ['runs ended, last hour', endedIn(hour)],
    ['runs ended, last day', endedIn(day)],
  ]
}

function amount(count: number, more: string): string {
  return count === 0 ? '0' : `${count}, ${more}`
}

function endedIn(buckets: Parameters<typeof sumEnds>[0]): string {
  const ends = sumEnds(buckets)
  const by = RUN_END_STATUSES.filter((status) => ends.runs[status] > 0)
  return amount(
    runsIn(ends),
    by.map((status) => `${ends.runs[status]} ${status.replace('_', ' ')}`).join(', '),
  )
}
