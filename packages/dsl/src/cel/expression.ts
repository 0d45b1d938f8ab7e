import { MAX_EXPRESSION } from '../schema/patterns.ts'
import type { Expr } from './expr.ts'
import { library } from './library.ts'
import { type Reads, readsOf } from './reads.ts'

/** An expression that was read, or why it could not be. */
export type Parsed = { readonly expr: Expr; readonly reads: Reads } | { readonly problem: string }

const MAX_NESTING = 16
const CACHE_SIZE = 4_096
const cache = new Map<string, Parsed>()

/** Reads a CEL expression, once for each text. The work is bounded; a bad expression gives a problem. */
export function parseExpression(source: string): Parsed {
  const known = cache.get(source)
  if (known !== undefined) return known
  if (cache.size >= CACHE_SIZE) cache.clear()
  const parsed = read(source)
  cache.set(source, parsed)
  return parsed
}

/** What reading an expression costs, in units of a few microseconds. */
export function costOf(source: string): number {
  return 60 + source.length * (1 + nesting(source) / 8)
}

function read(source: string): Parsed {
  if (source.length > MAX_EXPRESSION)
    return { problem: `it has ${source.length} characters; at most ${MAX_EXPRESSION} are allowed` }
  if (nesting(source) > MAX_NESTING) return { problem: `it is nested deeper than ${MAX_NESTING} brackets` }
  try {
    const { expr, sourceInfo } = library().parse(source)
    const reads = readsOf(source, expr, sourceInfo?.positions ?? {})
    return typeof reads === 'string' ? { problem: reads } : { expr, reads }
  } catch (thrown) {
    return { problem: thrown instanceof Error ? plain(thrown.message) : 'it cannot be read' }
  }
}

/** The parser names every kind of token it might have met; the first sentence is what helps. */
function plain(message: string): string {
  const [, line, column, found = ''] = /^<input>:(\d+):(\d+): (.*)$/s.exec(message) ?? []
  if (line === undefined) return message
  const what = /^found (.*?) but expecting/s.exec(found)?.[1] ?? found
  const place = line === '1' ? `character ${column}` : `line ${line}, character ${column}`
  return `unexpected ${what === '' ? 'end' : what} at ${place}`
}

/** How deeply brackets are nested, counting those inside texts too. */
function nesting(source: string): number {
  let depth = 0
  let deepest = 0
  for (const char of source) {
    if (char === '(' || char === '[' || char === '{') deepest = Math.max(deepest, (depth += 1))
    else if (char === ')' || char === ']' || char === '}') depth -= 1
  }
  return deepest
}
