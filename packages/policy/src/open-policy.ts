import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FleetPolicy, PolicyDecision, PolicyExplanation, PolicyRequest, PolicyText } from '@muster/core'
import { createPolicy } from './create-policy.ts'
import { explain } from './explain.ts'
import { loadCedar } from './load-cedar.ts'
import { parseTexts, policiesInvalid, readPolicies, SHIPPED_POLICIES } from './load-policies.ts'
import { policyChanges, textsOf } from './policy-texts.ts'
import type { PolicySet } from './policy-set.ts'

/** The policies that a process decides by. They may become others while it works. */
export interface PolicyKeeper extends FleetPolicy {
  /** What this process has. */
  set(): PolicySet
  /** Throws TypeError for what no request can be about. */
  explain(request: PolicyRequest): PolicyExplanation
}

/** Where the operator's own policies are: MUSTER_POLICIES, or `policies` when that is there; null for none. */
export function ownPolicies(env: Readonly<Record<string, string | undefined>>, cwd: string): string | null {
  const given = env['MUSTER_POLICIES']
  if (given) return resolve(cwd, given)
  const usual = resolve(cwd, 'policies')
  return existsSync(usual) ? usual : null
}

/**
 * Opens the policies that Muster ships and the operator's own. Nothing starts without: throws MUSTER_POLICIES_INVALID,
 * MUSTER_FILE_UNREADABLE.
 */
export async function openPolicy(own: string | null): Promise<PolicyKeeper> {
  const cedar = await loadCedar()
  const files = [SHIPPED_POLICIES, ...(own === null ? [] : [own])]
  const read = async (): Promise<PolicySet> => {
    const { set, problems } = await readPolicies(files)
    if (set === null) throw policiesInvalid(problems)
    return set
  }
  let set = await read()
  let policy = createPolicy(cedar, set)
  /** The digest of policies that are in force and that this process does not have. */
  let missing: string | null = null

  async function find(digest: string, load: () => Promise<readonly PolicyText[]>): Promise<PolicySet | null> {
    if (set.digest === digest) return set
    for (const look of [read, async () => parseTexts(await load())]) {
      const found = await look().catch(() => null)
      if (found?.digest === digest) return found
    }
    return null
  }

  return {
    get digest() {
      return missing ?? policy.digest
    },
    decide: (request) => (missing === null ? policy.decide(request) : unknown(missing)),
    set: () => set,
    explain(request) {
      const explanation = explain(cedar, set, request)
      return missing === null ? explanation : { ...explanation, decision: unknown(missing) }
    },
    running: () => (missing === null ? policy.digest : null),
    async read() {
      const next = await read()
      return { digest: next.digest, texts: textsOf(next), changes: policyChanges(set, next) }
    },
    async follow(digest, load) {
      const found = await find(digest, load)
      missing = found === null ? digest : null
      if (found !== null && found !== set) {
        set = found
        policy = createPolicy(cedar, found)
      }
      return found !== null
    },
  }
}

/** Silence is refusal: a process that does not know what is in force lets nothing pass. */
function unknown(digest: string): PolicyDecision {
  return { allow: false, digest, because: [], errors: [`the policies in force, ${digest}, cannot be loaded`] }
}
