import { hash } from 'node:crypto'

/**
 * The one byte sequence of a JSON value (RFC 8785): keys in the order of their UTF-16 units, numbers and texts as
 * ECMAScript writes them. Members that are undefined are left out. Throws a TypeError for what JSON cannot say.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return canonicalList(value)
  if (typeof value === 'object') return canonicalObject(value as JsonLike)
  throw new TypeError('a digest needs a JSON value')
}

interface JsonLike {
  readonly [key: string]: unknown
}

function canonicalList(values: readonly unknown[]): string {
  let text = ''
  for (const value of values)
    text += `${text === '' ? '' : ','}${canonical(value === undefined ? null : value)}`
  return `[${text}]`
}

function canonicalObject(value: JsonLike): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${text}}`
}

/** The hex SHA-256 of a text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** The digest of a JSON value: `sha256:` and the hex SHA-256 of its canonical form. */
export function digestOf(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}
