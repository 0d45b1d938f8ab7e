/**
 * The one byte sequence of a JSON value (RFC 8785): keys in the order of their UTF-16 units, numbers and texts as
 * ECMAScript writes them. Members that are undefined are left out. Throws a TypeError for what JSON cannot say.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return canonicalList(value)
  if (typeof value === 'object') return canonicalObject(value as JsonLike)
  throw new TypeError('a digest needs a JSON value')
}

interface JsonLike {
  readonly [key: string]: unknown
}

/** Texts that JSON writes as they are; testing for them is twice as fast as having each one written. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\ud7ff]*$/

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}

function canonicalList(values: readonly unknown[]): string {
  let text = '['
  for (const value of values) {
    if (text.length > 1) text += ','
    text += canonical(value === undefined ? null : value)
  }
  return `${text}]`
}

function canonicalObject(value: JsonLike): string {
  let text = '{'
  for (const key of sortedKeys(value)) {
    const member = value[key]
    if (member === undefined) continue
    if (text.length > 1) text += ','
    text += `${quote(key)}:${canonical(member)}`
  }
  return `${text}}`
}

/** Small objects have few keys, often in order already: sorting them by insertion is the fastest there is. */
function sortedKeys(value: JsonLike): readonly string[] {
  const keys = Object.keys(value)
  if (keys.length > 20) return keys.sort()
  for (let at = 1; at < keys.length; at += 1) {
    const key = keys[at] as string
    let place = at
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1) keys[place] = keys[place - 1] as string
    keys[place] = key
  }
  return keys
}
