import { cleanText } from './clean-text.ts'

/** Cuts bytes into lines, holding at most one line's bound of them. */
export interface LineBounder {
  /** The lines that end within this chunk. */
  push(chunk: Uint8Array): readonly string[]
  /** The last line, when it was left without an end. */
  end(): readonly string[]
}

const NEWLINE = 10

/** Lines of at most `maxBytes` bytes of input each; longer ones are cut and say how much is missing. */
export function createLineBounder(maxBytes: number): LineBounder {
  let pieces: Uint8Array[] = []
  let size = 0
  let cut = 0

  const take = (piece: Uint8Array): void => {
    const kept = Math.min(piece.length, maxBytes - size)
    if (kept > 0) pieces.push(Uint8Array.prototype.slice.call(piece, 0, kept))
    size += kept
    cut += piece.length - kept
  }

  const flush = (): string => {
    const bytes = Buffer.concat(pieces, size)
    // As a stream, the decoder holds back a character that the cut went through.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: cut > 0 })
    const line = cleanText(text.endsWith('\r') ? text.slice(0, -1) : text)
    const marked = cut > 0 ? `${line} [cut: ${cut} more bytes]` : line
    pieces = []
    size = 0
    cut = 0
    return marked
  }

  return {
    push(chunk) {
      const lines: string[] = []
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, at))
        lines.push(flush())
        from = at + 1
      }
      take(chunk.subarray(from))
      return lines
    },
    end() {
      return size > 0 ? [flush()] : []
    },
  }
}
