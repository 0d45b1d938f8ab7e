/** A piece of a text: as it is, or a CEL expression with its offset in the text. */
export type Part = { readonly literal: string } | { readonly source: string; readonly start: number }

const OPEN = '${{'

/** Whether a text holds `${{ CEL }}` at all. */
export function hasExpression(text: string): boolean {
  return text.includes(OPEN)
}

/** The pieces of a text with `${{ CEL }}` in it, or null when one is not closed. `$${{` stands for `${{` itself. */
export function splitText(text: string): readonly Part[] | null {
  const parts: Part[] = []
  let literal = ''
  let at = 0
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    if (text[open - 1] === '$' && open > at) {
      literal += text.slice(at, open - 1) + OPEN
      at = open + OPEN.length
      continue
    }
    const start = open + OPEN.length
    const end = closing(text, start)
    if (end === null) return null
    literal += text.slice(at, open)
    if (literal !== '') parts.push({ literal })
    literal = ''
    parts.push({ source: text.slice(start, end), start })
    at = end + 2
  }
  literal += text.slice(at)
  if (literal !== '') parts.push({ literal })
  return parts
}

/** Where the `}}` stands that closes an expression: outside its quotes and its own braces. */
function closing(text: string, start: number): number | null {
  let braces = 0
  let quote: string | null = null
  for (let at = start; at < text.length; at += 1) {
    const char = text[at]
    if (quote !== null) {
      if (char === '\\') at += 1
      else if (char === quote) quote = null
    } else if (char === '"' || char === "'") quote = char
    else if (char === '{') braces += 1
    else if (char === '}' && braces > 0) braces -= 1
    else if (char === '}' && text[at + 1] === '}') return at
  }
  return null
}
