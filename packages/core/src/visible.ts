/** Characters that show nothing, or that change how others show: controls, formats, separators of lines and paragraphs. */
const UNSEEN = /[^\P{C}\t\n]|[\u2028\u2029\u{E0000}-\u{E0FFF}]/gu
const ANY_UNSEEN = new RegExp(UNSEEN.source, 'u')

/**
 * A text from somebody who is not trusted, as whoever decides on it may see it: nothing in it hides, overwrites or
 * reorders anything, and no more than `most` characters of it are shown, with how many are not.
 */
export function visible(text: string, most = 20_000): string {
  if (text.length <= most && !ANY_UNSEEN.test(text)) return text
  const points = Array.from(text.slice(0, 2 * most + 1))
  const shown = points.length > most ? points.slice(0, most).join('') : text.slice(0, 2 * most + 1)
  const seen = shown.replaceAll('\r\n', '\n').replace(UNSEEN, pictureOf)
  const left = text.length - shown.length
  return left > 0 ? `${seen}\n… ${left} more characters are not shown` : seen
}

function pictureOf(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
