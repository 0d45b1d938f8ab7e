import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Policy, PolicyExplanation, PolicyRequest } from '@muster/core'
import { createPolicy } from './create-policy.ts'
import { explain } from './explain.ts'
import { loadCedar } from './load-cedar.ts'
import { policiesInvalid, readPolicies, SHIPPED_POLICIES } from './load-policies.ts'
import type { PolicySet } from './policy-set.ts'

/** The policies that a process decides by. They may be read anew while it works. */
export interface PolicyKeeper extends Policy {
  /** What is in force. */
  set(): PolicySet
  /** Throws TypeError for what no request can be about. */
  explain(request: PolicyRequest): PolicyExplanation
  /**
   * Reads them anew; answers whether they are others now. Throws MUSTER_POLICIES_INVALID and MUSTER_FILE_UNREADABLE, and
   * then goes on with those it had.
   */
  reload(): Promise<boolean>
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
  const read = async (): Promise<PolicySet> => {
    const { set, problems } = await readPolicies([SHIPPED_POLICIES, ...(own === null ? [] : [own])])
    if (set === null) throw policiesInvalid(problems)
    return set
  }
  let set = await read()
  let policy = createPolicy(cedar, set)
  return {
    get digest() {
      return policy.digest
    },
    decide: (request) => policy.decide(request),
    set: () => set,
    explain: (request) => explain(cedar, set, request),
    async reload() {
      const next = await read()
      const changed = next.digest !== set.digest
      set = next
      if (changed) policy = createPolicy(cedar, next)
      return changed
    },
  }
}
