const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof UNIT_MS

/** Written durations: `30m`, `1h30m`, `2d`, `500ms`. */
export const DURATION_PATTERN = '^(\\d+(ms|s|m|h|d))+$'

/** Milliseconds of a written duration, or null when it is not one. */
export function parseDuration(text: string): number | null {
  if (!new RegExp(DURATION_PATTERN).test(text)) return null
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g))
    total += Number(count) * UNIT_MS[unit as Unit]
  return Number.isSafeInteger(total) ? total : null
}

/** A duration as people read it: at most the two largest units. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)}s`
  let rest = Math.round(ms / 1_000) * 1_000
  const parts: string[] = []
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const count = Math.floor(rest / UNIT_MS[unit])
    rest -= count * UNIT_MS[unit]
    if (count > 0) parts.push(`${count}${unit}`)
  }
  return parts.slice(0, 2).join('')
}
