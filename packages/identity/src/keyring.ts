import type { Clock, Ledger, SigningKey } from '@muster/core'
import type { CryptoKey } from 'jose'
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

/** The keys of this Muster: made at the first need, kept in the ledger, never given to workers. */
export interface Keyring {
  /** The key that signs now. */
  current(): Promise<SigningPair>
  /** The public halves, that of the key which signs first. Reads them anew when `kid` is not among them. */
  jwks(kid?: string): Promise<Jwks>
}

/** `publish` puts the public keys where workers find them, before anything is signed with them. */
export function createKeyring(
  ledger: Pick<Ledger, 'signingKeys'>,
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
    const keys = await ledger.signingKeys((newest: SigningKey | null) =>
      newest === null || at - newest.createdAt >= ROTATE_MS ? makeSigningKey(at) : null,
    )
    const known = keys.slice(0, KNOWN_KEYS)
    const [newest] = known
    if (newest === undefined) throw new Error('the ledger has no signing key')
    const jwks = jwksOf(known)
    await publish(jwks)
    return { at, pair: { kid: newest.kid, key: await privateKeyOf(newest) }, jwks }
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
    current: async () => (await fresh(({ at }) => clock() - at < LOOK_MS)).pair,
    async jwks(kid) {
      const known = ({ jwks }: Loaded) => kid === undefined || jwks.keys.some((key) => key.kid === kid)
      return (await fresh(known)).jwks
    },
  }
}
