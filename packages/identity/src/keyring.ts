import type { Clock, Ledger, SigningKey } from '@muster/core'
import type { CryptoKey } from 'jose'
import { isEncrypted, type KeySecret } from './key-secret.ts'
import { type Jwks, jwksOf, makeSigningKey, privateKeyOf } from './signing-key.ts'

/** After this a new key signs. What the one before it signed has long expired when the next takes its place. */
const ROTATE_MS = 30 * 24 * 60 * 60_000
/** How many keys are known at a time: the one that signs, and the one before it. */
const KNOWN_KEYS = 2
/** How often the ledger is asked whether another process made a key. */
const LOOK_MS = 60_000

interface SigningPair {
  readonly kid: string
  readonly key: CryptoKey
}

/** The keys of this Muster: made at the first need, kept in the ledger, encrypted, and never given to workers. */
export interface Keyring {
  /** Whether the keys there are can be used: what is plain from before is encrypted. Throws MUSTER_KEYS_LOCKED. */
  check(): Promise<void>
  /** The key that signs now. */
  current(): Promise<SigningPair>
  /** The public halves, that of the key which signs first. Reads them anew when `kid` is not among them. */
  jwks(kid?: string): Promise<Jwks>
}

/** `publish` puts the public keys where workers find them, before anything is signed with them. */
export function createKeyring(
  ledger: Pick<Ledger, 'signingKeys'>,
  secret: KeySecret,
  clock: Clock,
  publish: (jwks: Jwks) => Promise<void>,
): Keyring {
  interface Loaded {
    readonly at: number
    readonly pair: SigningPair
    readonly jwks: Jwks
  }
  let loaded: Loaded | null = null
  /** Whoever asks while keys are read waits for those: keys are made, and their file is written, once. */
  let loading: Promise<Loaded> | null = null

  async function load(): Promise<Loaded> {
    const at = clock()
    const known = await read((keys) => {
      const [newest] = keys
      return newest === undefined || at - newest.createdAt >= ROTATE_MS ? [makeSigningKey(at)] : []
    })
    const [newest] = known
    if (newest === undefined) throw new Error('the ledger has no signing key')
    const jwks = jwksOf(known)
    await publish(jwks)
    return { at, pair: { kid: newest.kid, key: await privateKeyOf(newest) }, jwks }
  }

  /** The newest keys as they are, once `add` could add to them; in the ledger all are under the secret that is first now. */
  async function read(add: (keys: readonly SigningKey[]) => readonly SigningKey[]) {
    const kept = await ledger.signingKeys((keys) => {
      const added = add(keys)
      if (keys.length + added.length > 0 && !keys.some(({ jwk }) => isEncrypted(jwk))) secret.make()
      return [...outdatedOf(keys, secret), ...added].map((key) => lock(key, secret))
    })
    return kept.slice(0, KNOWN_KEYS).map((key) => ({ ...key, jwk: secret.decrypt(key.jwk, key.kid) }))
  }

  async function fresh(unless: (now: Loaded) => boolean): Promise<Loaded> {
    if (loaded !== null && unless(loaded)) return loaded
    loading ??= load().finally(() => {
      loading = null
    })
    loaded = await loading
    return loaded
  }

  return {
    check: async () => void (await read(() => [])),
    current: async () => (await fresh(({ at }) => clock() - at < LOOK_MS)).pair,
    async jwks(kid) {
      const known = ({ jwks }: Loaded) => kid === undefined || jwks.keys.some((key) => key.kid === kid)
      return (await fresh(known)).jwks
    },
  }
}

/** Keys that are kept otherwise than under the secret that encrypts now, as they are. */
function outdatedOf(keys: readonly SigningKey[], secret: KeySecret): readonly SigningKey[] {
  // Once keys are encrypted, a plain one was put there by somebody who knows it.
  const encrypted = keys.filter(({ jwk }) => isEncrypted(jwk))
  if (encrypted.length === 0) return keys
  if (encrypted.length < keys.length) secret.refuse('one of them is plain, though others are not')
  return encrypted
    .filter(({ jwk }) => !secret.isCurrent(jwk))
    .map((key) => ({ ...key, jwk: secret.decrypt(key.jwk, key.kid) }))
}

function lock(key: SigningKey, secret: KeySecret): SigningKey {
  return { ...key, jwk: secret.encrypt(key.jwk, key.kid) }
}
