/**
 * What a document may cost. The `yaml` package takes seconds on some inputs of a few hundred bytes, so each of these
 * is held before or during the work that it bounds.
 */
export interface Bounds {
  /** Bytes, or characters of a text. */
  readonly bytes: number
  /** Lexemes: words, marks and line ends. A usual line has seven. */
  readonly lexemes: number
  /** Open collections, in the parser's own count. */
  readonly depth: number
  /** What reading all expressions may cost, in the units of `costOf`. */
  readonly expressions: number
}

const MAX_BYTES = 1_048_576
/** Faults that are listed. */
export const MAX_FAULTS = 100
const MAX_DEPTH = 80

/** Up to this size the bounds stay as they are, so that an answer takes less than a second; beyond, they grow. */
const SMALL = 262_144
const SMALL_LEXEMES = 160_000
const SMALL_EXPRESSIONS = 131_072

/** The bounds for a document of this length when `maxBytes` are allowed. */
export function boundsFor(length: number, maxBytes: number = MAX_BYTES): Bounds {
  const beyond = Math.max(0, Math.min(length, maxBytes) - SMALL)
  return {
    bytes: maxBytes,
    lexemes: SMALL_LEXEMES + beyond,
    depth: MAX_DEPTH,
    expressions: SMALL_EXPRESSIONS + 2 * beyond,
  }
}
