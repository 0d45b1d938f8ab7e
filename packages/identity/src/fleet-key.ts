import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { MusterError, type Seals } from '@muster/core'
import { decrypt, encrypt } from './cipher.ts'
import { makeSecretFile } from './secret-file.ts'

/** Bytes of a key that is made here: as many as the hash has. */
const KEY_BYTES = 32
/** 18 bytes in base64url: more than the half of SHA-256 that RFC 2104 (5) asks for, and little in each job in the store. */
const SEAL_LENGTH = 24
/** How often a file is looked at anew for the sake of what none of its keys made. */
const LOOK_MS = 1_000

/**
 * What planners and workers of one fleet share, and the store does not know: by it each tells what the others say from
 * what somebody else put into the store, and what they tell each other is secret from whoever reads it there. The first
 * line of its file seals and conceals; what was made with any line is accepted.
 */
export interface FleetKey extends Seals {
  readonly file: string
  /** A text that the store is not to know, for nothing else than what it is `about`. Throws MUSTER_KEYLESS. */
  conceal(text: string, about: string): string
  /** What was concealed, or null when no key of this fleet did so, about this. Throws MUSTER_KEYLESS. */
  reveal(concealed: string, about: string): string | null
}

interface Key {
  readonly seals: KeyObject
  readonly conceals: KeyObject
}

/** For planners: makes the file when there is none, for its owner alone. Throws what the file system does. */
export function createFleetKey(file: string): FleetKey {
  makeSecretFile(file, () => randomBytes(KEY_BYTES).toString('base64url'))
  return readFleetKey(file)
}

/** For workers, whose planners make the file. Reads it at the first use, and anew when something is of no key in it. */
export function readFleetKey(file: string): FleetKey {
  let keys: readonly Key[] = []
  let lookedAt = Number.NEGATIVE_INFINITY

  function look(): boolean {
    const now = performance.now()
    if (now - lookedAt < LOOK_MS) return false
    lookedAt = now
    keys = readKeys(file)
    return true
  }
  function first(): Key {
    if (keys.length === 0) look()
    const [key] = keys
    if (key === undefined) throw new MusterError('MUSTER_KEYLESS', { file })
    return key
  }
  /** What the first key that has an answer says, from the file as it is now where none of those known has one. */
  function ask<T>(answer: (key: Key) => T | null): T | null {
    const find = (): T | null => {
      for (const key of keys) {
        const found = answer(key)
        if (found !== null) return found
      }
      return null
    }
    first()
    const found = find()
    if (found !== null || !look()) return found
    first()
    return find()
  }

  return {
    file,
    seal: (text) => sealOf(first().seals, text),
    accepts(text, seal) {
      const given = Buffer.from(seal, 'latin1')
      const isOf = ({ seals }: Key): boolean =>
        timingSafeEqual(Buffer.from(sealOf(seals, text), 'latin1'), given)
      return given.length === SEAL_LENGTH && ask((key) => (isOf(key) ? true : null)) !== null
    },
    conceal: (text, about) => encrypt(first().conceals, text, about),
    reveal: (concealed, about) => ask(({ conceals }) => decrypt(conceals, concealed, about)),
  }
}

// Straight to text: bytes that are made and thrown away for each job take longer than the hash.
function sealOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, SEAL_LENGTH)
}

function readKeys(file: string): readonly Key[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map(keyOf)
}

function keyOf(line: string): Key {
  const conceals = hkdfSync('sha256', line, '', 'muster secrets in the store', KEY_BYTES)
  return { seals: createSecretKey(Buffer.from(line)), conceals: createSecretKey(Buffer.from(conceals)) }
}
