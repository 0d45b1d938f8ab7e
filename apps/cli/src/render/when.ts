import { formatDuration } from '@muster/core'

const two = (value: number) => String(value).padStart(2, '0')

/** The time of day, local: `14:02:11`. */
export function timeOfDay(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Day and minute, local: `2026-11-23 14:02`. */
export function dayAndTime(at: number): string {
  const date = new Date(at)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** A moment, absolute and from now: `2026-11-23 14:02 (in 2h)`. */
export function moment(at: number, now: number): string {
  const span = formatDuration(Math.abs(at - now))
  return `${dayAndTime(at)} (${at >= now ? `in ${span}` : `${span} ago`})`
}
