import { visible } from '@muster/core'
import { splitBy } from './split-by.ts'

interface MarkedProps {
  readonly text: string
  readonly words: readonly string[]
  readonly most?: number
}

/** A text from outside, with what was looked for in it marked. */
export function Marked({ text, words, most = 300 }: MarkedProps) {
  return splitBy(visible(text, most), words).map((piece) =>
    piece.isMatch ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  )
}
