import type { StageStatus } from '@muster/core'

const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const CLOCK = new Intl.DateTimeFormat(undefined, { ...HOURS, second: '2-digit' })
const TIME = new Intl.DateTimeFormat(undefined, HOURS)
const DAY = new Intl.DateTimeFormat(undefined, { ...HOURS, weekday: 'short', day: 'numeric', month: 'short' })

/** A digest or hash as people compare it. */
export function short(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 12)
}

/** The time of day, to the second. */
export function clock(at: number): string {
  return CLOCK.format(at)
}

/** The time of day, to the minute. */
export function time(at: number): string {
  return TIME.format(at)
}

/** The moment, with its day when that is not today. */
export function when(at: number): string {
  const today = new Date(at).toDateString() === new Date().toDateString()
  return (today ? TIME : DAY).format(at)
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Names as a text: `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

const WHY: Readonly<Partial<Record<StageStatus, string>>> = {
  pending: 'Waits for what it requires.',
  waiting: 'Waits for a decision.',
  failed: 'Failed without giving a reason.',
  skipped: 'Was not needed: its condition or what it requires did not hold.',
  cancelled: 'Was cancelled before it ended.',
  timed_out: 'Did not end in time.',
  revoked: 'Was revoked.',
}

interface Ended {
  readonly status: StageStatus
  readonly reason: string | null
  readonly type: string
}

/** Why a stage is not succeeded, in words; empty when there is nothing to explain. */
export function reasonOf({ status, reason, type }: Ended): string {
  if (status === 'failed' && reason === null && type !== 'agent') return 'A stage inside it failed.'
  return status === 'succeeded' ? '' : (reason ?? WHY[status] ?? '')
}
