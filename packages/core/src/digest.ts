import { hash } from 'node:crypto'
import { canonical } from './canonical.ts'

/** The hex SHA-256 of a text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** The digest of a JSON value: `sha256:` and the hex SHA-256 of its canonical form. */
export function digestOf(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}
