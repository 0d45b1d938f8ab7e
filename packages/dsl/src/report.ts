import type { Problem } from '@muster/core'
import type { LineCounter } from 'yaml'
import { type Fault, fault } from './fault.ts'
import { MAX_FAULTS } from './yaml/bounds.ts'
import type { Source } from './yaml/document.ts'
import type { TextFault } from './yaml/tree.ts'

/** Places faults in their file: sorted, each once, and no more than a person reads. */
export function report(
  file: string,
  lines: LineCounter,
  source: Source | null,
  textFaults: readonly TextFault[],
  faults: readonly Fault[],
): readonly Problem[] {
  const placed = [...textFaults]
  // What the text itself gets wrong is not blamed twice: its value was read as null.
  const refused = new Set(textFaults.map(({ offset }) => offset))
  for (const found of faults) {
    const offset = source === null ? 0 : source.locate(found.at, found.on)
    if (!refused.has(offset)) placed.push({ offset, fault: found })
  }
  placed.sort((a, b) => a.offset - b.offset)
  const once = new Map(
    placed.map((found) => [`${found.offset} ${found.fault.code} ${found.fault.message}`, found]),
  )
  const shown = [...once.values()].slice(0, MAX_FAULTS)
  const rest = once.size - shown.length
  const last = shown.at(-1)
  if (rest > 0 && last !== undefined)
    shown.push({
      offset: last.offset,
      fault: fault([], 'MORE', `There are ${rest} more faults after this one.`),
    })
  return shown.map(({ offset, fault: { code, message, expected, hint } }) => {
    const { line, col } = lines.linePos(offset)
    const help = typeof hint === 'function' ? hint() : hint
    return { code, message, expected, hint: help, file, line: Math.max(1, line), column: Math.max(1, col) }
  })
}
