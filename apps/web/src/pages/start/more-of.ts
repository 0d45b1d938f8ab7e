import type { Problem } from '@muster/core'

/** What was expected at the place of a fault, and what to do: as sentences. */
export function moreOf({ expected, hint }: Problem): string {
  const parts = [expected === null ? null : `Expected ${expected}`, hint === null ? null : `Hint: ${hint}`]
  return parts
    .flatMap((part) => (part === null ? [] : [/[.?!]\W?$/.test(part) ? part : `${part}.`]))
    .join(' ')
}
