import type { Json } from '@muster/core'
import { printable } from '../terminal.ts'

/** A value on one line: texts bare, the rest as JSON. */
export function shortJson(value: Json): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ')
}
