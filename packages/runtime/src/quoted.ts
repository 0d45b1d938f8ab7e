/** The last thing a program said, as part of a sentence. */
export function quoted(words: string | undefined): string {
  const text = words?.trim().replace(/[.\s]+$/, '') ?? ''
  return text === '' ? '' : `: ${text.length > 200 ? `${text.slice(0, 200)} …` : text}`
}
