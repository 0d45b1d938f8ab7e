import { createHash } from 'node:crypto'
import canonicalizeModule from 'canonicalize'

// The package is CommonJS with a default export; under nodenext the callable sits one level down.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

/** The one byte sequence of a JSON value (RFC 8785). */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('a digest needs a JSON value')
  return text
}

/** The hex SHA-256 of a text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** The digest of a JSON value: `sha256:` and the hex SHA-256 of its canonical form. */
export function digestOf(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}
