import { createHash, randomBytes } from 'node:crypto'

/** How a token of the API begins, so that scanners of repositories and logs recognise one. */
export const TOKEN_PREFIX = 'muster_'

/** A secret of 32 random bytes: the text that is given out once, and its hash, which alone is kept. */
export function makeSecret(prefix = ''): { readonly text: string; readonly hash: string } {
  const text = `${prefix}${randomBytes(32).toString('base64url')}`
  return { text, hash: hashSecret(text) }
}

/** SHA-256 is right for what is random: there is nothing to guess that a slow hash would protect. */
export function hashSecret(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
