import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { MusterError } from '@muster/core'
import { makeSecretFile } from './secret-file.ts'

/** AES-256-GCM, with the nonce of 96 bits that NIST SP 800-38D recommends for random ones. */
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** How encrypted text begins, so that it is told from plain. */
const MARK = 'a256gcm.'
/** Characters of a secret that nobody guesses: 24 random bytes in base64. */
const MIN_LENGTH = 32

/**
 * Encrypts what is kept in the ledger but must not be read by who reads the ledger. Its file holds a secret a line: the
 * first encrypts, any decrypts. Everything throws MUSTER_KEYS_LOCKED where the file has none, or not the one that is needed.
 */
export interface KeySecret {
  /** `about` is what the text belongs to: it can be decrypted for nothing else. */
  encrypt(text: string, about: string): string
  decrypt(encrypted: string, about: string): string
  /** Whether it is encrypted, and with the secret that encrypts now. */
  isCurrent(encrypted: string): boolean
  /** Throws MUSTER_KEYS_LOCKED for what is wrong with what is kept. */
  refuse(problem: string): never
  /** Makes the file when there is none, for its owner alone. */
  make(): void
}

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

export function isEncrypted(text: string): boolean {
  return text.startsWith(MARK)
}

/** The secrets in a file, which is read at the first use. */
export function createKeySecret(file: string): KeySecret {
  let keys: readonly Key[] | null = null
  const refuse = (problem: string): never => {
    throw new MusterError('MUSTER_KEYS_LOCKED', { problem, file })
  }

  function known(): readonly [Key, ...Key[]] {
    keys ??= existsSync(file)
      ? readFileSync(file, 'utf8').split('\n').map(trim).filter(isText).map(keyOf)
      : []
    const [first, ...rest] = keys
    return first === undefined ? refuse('there is no secret to read them with') : [first, ...rest]
  }
  function trim(line: string): string {
    return line.trim()
  }
  function isText(line: string): boolean {
    if (line !== '' && line.length < MIN_LENGTH) refuse(`a secret has at least ${MIN_LENGTH} characters`)
    return line !== ''
  }

  return {
    encrypt(text, about) {
      const [{ id, bytes }] = known()
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, bytes, nonce).setAAD(Buffer.from(about))
      const data = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${MARK}${id}.${data.toString('base64url')}`
    },
    decrypt(encrypted, about) {
      const [, id, text = ''] = encrypted.split('.')
      const key = known().find((one) => one.id === id)
      if (key === undefined) return refuse('they are encrypted with a secret that is not in it')
      const data = Buffer.from(text, 'base64url')
      try {
        const nonce = data.subarray(0, NONCE_BYTES)
        const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(about)).setAuthTag(data.subarray(-TAG_BYTES))
        return (
          decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        )
      } catch {
        return refuse('one of them was changed')
      }
    },
    refuse,
    isCurrent: (encrypted) => encrypted.startsWith(`${MARK}${known()[0].id}.`),
    make: () => makeSecretFile(file, () => randomBytes(KEY_BYTES).toString('base64url')),
  }
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'muster keys at rest', KEY_BYTES))
  return { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8), bytes }
}
