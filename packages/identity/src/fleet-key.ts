import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { makeSecretFile } from './secret-file.ts'

/** Bytes of a key that is made here: as many as the hash has. */
const KEY_BYTES = 32
/** 18 bytes in base64url: more than the half of SHA-256 that RFC 2104 (5) asks for, and little in each job in the store. */
const SEAL_LENGTH = 24
/** How often a file is looked at anew for the sake of seals that none of its keys made. */
const LOOK_MS = 1_000

/**
 * What planners and workers of one fleet share, and the store does not know: by it a worker tells the jobs of its planners
 * from those that somebody else put into a queue. The first line of its file seals; what any line sealed is accepted.
 */
export interface FleetKey {
  readonly file: string
  /** Throws when the file has no key. */
  seal(text: string): string
  /** Null while there is no key to tell by. */
  accepts(text: string, seal: string): boolean | null
}

/** For planners: makes the file when there is none, for its owner alone. Throws what the file system does. */
export function createFleetKey(file: string): FleetKey {
  makeSecretFile(file, () => randomBytes(KEY_BYTES).toString('base64url'))
  return readFleetKey(file)
}

/** For workers, whose planners make the file. Reads it at the first use, and anew when a seal is of no key in it. */
export function readFleetKey(file: string): FleetKey {
  let keys: readonly KeyObject[] = []
  let lookedAt = Number.NEGATIVE_INFINITY

  function look(): boolean {
    const now = performance.now()
    if (now - lookedAt < LOOK_MS) return false
    lookedAt = now
    keys = readKeys(file)
    return true
  }
  const isOf = (key: KeyObject, text: string, seal: Buffer) =>
    timingSafeEqual(Buffer.from(sealOf(key, text), 'latin1'), seal)

  return {
    file,
    seal(text) {
      if (keys.length === 0) look()
      const [first] = keys
      if (first === undefined) throw new Error(`no key in ${file}`)
      return sealOf(first, text)
    },
    accepts(text, seal) {
      const given = Buffer.from(seal, 'latin1')
      if (given.length !== SEAL_LENGTH) return false
      if (keys.some((key) => isOf(key, text, given))) return true
      const again = look()
      if (keys.length === 0) return null
      return again && keys.some((key) => isOf(key, text, given))
    },
  }
}

// Straight to text: bytes that are made and thrown away for each job take longer than the hash.
function sealOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, SEAL_LENGTH)
}

function readKeys(file: string): readonly KeyObject[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').map((line) => createSecretKey(Buffer.from(line)))
}
