/** Cuts bytes into lines, holding at most one line's bound of them. */
export interface LineReader {
  /** The lines that end within this chunk, without their ends; `too-long`, once, for a line as soon as it is. */
  push(chunk: Uint8Array): Generator<Uint8Array | 'too-long', void, undefined>
  /** Whether a line was begun and not ended. */
  open(): boolean
}

const NEWLINE = 10

/** Lines of at most `maxBytes` bytes. Of a longer one nothing is kept, and what follows its end is read on. */
export function createLineReader(maxBytes: number): LineReader {
  let pieces: Uint8Array[] = []
  let size = 0
  let skipping = false

  const begin = (): void => {
    pieces = []
    size = 0
  }

  return {
    *push(chunk) {
      let from = 0
      while (from < chunk.length) {
        const end = chunk.indexOf(NEWLINE, from)
        const piece = chunk.subarray(from, end === -1 ? chunk.length : end)
        from += piece.length + 1
        if (!skipping) {
          size += piece.length
          if (size > maxBytes) {
            begin()
            skipping = true
            yield 'too-long'
          } else pieces.push(piece)
        }
        if (end === -1) break
        if (!skipping) yield joined(pieces, size)
        begin()
        skipping = false
      }
    },
    open: () => size > 0 || skipping,
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces
  if (pieces.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
