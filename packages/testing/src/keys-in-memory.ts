import type { Ledger, SigningKey } from '@muster/core'

/** What a ledger keeps of signing keys, for tests that need no more of one. */
export function keysInMemory(): Pick<Ledger, 'signingKeys'> & { keys: readonly SigningKey[] } {
  const memory = {
    keys: [] as readonly SigningKey[],
    async signingKeys(revise: (known: readonly SigningKey[]) => readonly SigningKey[]) {
      const changed = new Map(revise(memory.keys).map((key) => [key.kid, key]))
      const kept = memory.keys.map((key) => changed.get(key.kid) ?? key)
      const added = [...changed.values()].filter(({ kid }) => !memory.keys.some((key) => key.kid === kid))
      memory.keys = [...added, ...kept].toSorted((one, other) => other.createdAt - one.createdAt)
      return memory.keys
    },
  }
  return memory
}
