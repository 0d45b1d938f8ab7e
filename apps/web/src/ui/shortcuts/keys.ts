/** What of a keystroke decides which shortcut it is. */
export interface Keystroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
  readonly defaultPrevented: boolean
}

/** How long the second key of a shortcut may be awaited, in milliseconds. */
const SEQUENCE_MS = 1500

/** The keys pressed so far of a shortcut of two keys. */
export interface Begun {
  readonly key: string
  readonly at: number
}

/**
 * What a keystroke comes to among the shortcuts that there are: one that is whole, the begin of one, or nothing.
 *
 * K1. Nothing with Ctrl, Alt or the command key: those are the browser's. But Ctrl+K, or the command key with K, which
 *     people know from elsewhere, is the key `Ctrl+K`.
 * K2. Nothing while a letter is being composed, nor what something else has taken.
 */
export function press(
  stroke: Keystroke,
  begun: Begun | null,
  known: Iterable<string>,
  now: number,
): { readonly whole: string | null; readonly begun: Begun | null } {
  const { key, ctrlKey, metaKey, altKey, isComposing, defaultPrevented } = stroke
  if (isSearchKey(stroke) && !defaultPrevented)
    return { whole: [...known].includes(SEARCH_KEY) ? SEARCH_KEY : null, begun: null }
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented || key.length !== 1)
    return { whole: null, begun: null }
  const all = [...known]
  const two = begun !== null && now - begun.at <= SEQUENCE_MS ? `${begun.key} ${key}` : null
  if (two !== null && all.includes(two)) return { whole: two, begun: null }
  if (all.includes(key)) return { whole: key, begun: null }
  const begins = all.some((keys) => keys.startsWith(`${key} `))
  return { whole: null, begun: begins ? { key, at: now } : null }
}

/** The one key that acts while somebody types. */
export const SEARCH_KEY = 'Ctrl+K'

export function isSearchKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<Keystroke, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey
}
