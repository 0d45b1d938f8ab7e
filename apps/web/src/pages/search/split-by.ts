/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  /** Where in the text it begins. */
  readonly at: number
  readonly text: string
  readonly isMatch: boolean
}

/** A text cut where it holds one of these words, in any case of letters. Joined again, the pieces are the text. */
export function splitBy(text: string, words: readonly string[]): readonly Piece[] {
  const known = words.filter((word) => word !== '').toSorted((one, other) => other.length - one.length)
  if (known.length === 0) return [{ at: 0, text, isMatch: false }]
  const found = new RegExp(`(${known.map(escaped).join('|')})`, 'iu')
  let at = 0
  const pieces = text.split(found).map((piece, index) => {
    const begins = at
    at += piece.length
    return { at: begins, text: piece, isMatch: index % 2 === 1 }
  })
  return pieces.filter((piece) => piece.text !== '')
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
