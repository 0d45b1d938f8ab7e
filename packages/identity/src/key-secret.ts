import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { MusterError } from '@muster/core'
import { decrypt, encrypt } from './cipher.ts'
import { makeSecretFile } from './secret-file.ts'

const KEY_BYTES = 32
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
  readonly key: KeyObject
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
      const [{ id, key }] = known()
      return `${MARK}${id}.${encrypt(key, text, about)}`
    },
    decrypt(encrypted, about) {
      const [, id, data = ''] = encrypted.split('.')
      const secret = known().find((one) => one.id === id)
      if (secret === undefined) return refuse('they are encrypted with a secret that is not in it')
      return decrypt(secret.key, data, about) ?? refuse('one of them was changed')
    },
    refuse,
    isCurrent: (encrypted) => encrypted.startsWith(`${MARK}${known()[0].id}.`),
    make: () => makeSecretFile(file, () => randomBytes(KEY_BYTES).toString('base64url')),
  }
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'muster keys at rest', KEY_BYTES))
  const id = createHash('sha256').update(bytes).digest('base64url').slice(0, 8)
  return { id, key: createSecretKey(bytes) }
}
