/**
 * What a document may cost. The `yaml` package takes seconds on some inputs of a few hundred bytes, so every one of
 * these is held before the work that it bounds.
 */
export interface Bounds {
  /** Bytes, or characters of a text. */
  readonly bytes: number
  /** Lexemes: words, marks and line ends. A usual line has five. */
  readonly lexemes: number
  /** Open collections, in the parser's own count. */
  readonly depth: number
  /** What reading all expressions may cost, in the units of `costOf`. */
  readonly expressions: number
  /** Faults that are listed. */
  readonly faults: number
}

const MAX_BYTES = 1_048_576
const MAX_LEXEMES = 160_000
const MAX_DEPTH = 80
export const MAX_FAULTS = 100

/** The bounds for documents of at most `maxBytes` (default 1 MiB). */
export function boundsFor(maxBytes: number = MAX_BYTES): Bounds {
  return {
    bytes: maxBytes,
    lexemes: Math.max(MAX_LEXEMES, Math.floor(maxBytes / 2) - MAX_BYTES / 2),
    depth: MAX_DEPTH,
    expressions: Math.max(MAX_BYTES, maxBytes) / 8,
    faults: MAX_FAULTS,
  }
}
