import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/** AES-256-GCM, with the nonce of 96 bits that NIST SP 800-38D recommends for random ones. */
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a text, which can be decrypted for nothing else than what it is about. Answers base64url. */
export function encrypt(key: KeyObject, text: string, about: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  )
}

/** What was encrypted; null when it was so with another key or about something else, or was changed. */
export function decrypt(key: KeyObject, encrypted: string, about: string): string | null {
  const data = Buffer.from(encrypted, 'base64url')
  try {
    const nonce = data.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(about)).setAuthTag(data.subarray(-TAG_BYTES))
    return decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
