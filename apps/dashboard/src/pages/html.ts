import { visible } from '@muster/core'

// A key that no JSON can bear: whatever an agent wrote is never taken for markup.
const MARKUP: unique symbol = Symbol('markup')

/** HTML that is safe to send: only `html` makes it. */
export interface Markup {
  readonly [MARKUP]: string
}
export type Part = Markup | string | number | null | undefined | false | readonly Part[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Writes HTML. What stands between `${` and `}` only ever becomes text, or the value of a quoted attribute; nothing
 * comes of null, undefined and false.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const written = texts.map((text, index) => (index === 0 ? text : `${write(parts[index - 1])}${text}`))
  return { [MARKUP]: written.join('') }
}

/** The HTML itself, to be sent. */
export function textOf(markup: Markup): string {
  return markup[MARKUP]
}

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return visible(part).replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '')
  if (typeof part === 'number') return String(part)
  return MARKUP in part ? part[MARKUP] : part.map(write).join('')
}
