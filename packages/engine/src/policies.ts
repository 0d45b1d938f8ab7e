import {
  type Actor,
  askerOf,
  canonical,
  DEFAULT_TENANT,
  type FleetPolicy,
  type Log,
  type NamedPolicies,
  NOTHING_REVOKED,
  type PolicyLink,
  type PolicyRequest,
  type PolicyText,
  type ReloadAnswer,
  sealNext,
  toMusterError,
  withRevocations,
} from '@muster/core'
import { requireAllowed } from './ask-policy.ts'
import type { EngineDeps } from './deps.ts'
import type { Refusals } from './refusals.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** A request to read policies anew. */
export interface Reloading {
  readonly tenant: string
  readonly by: Actor
  /** No policy is asked: for whoever has the files and the process anyway. */
  readonly trusted: boolean
}

/** Whether somebody may change the policies of a fleet: they belong to its default tenant. */
export function changeRequest(tenant: string, by: Actor): PolicyRequest {
  return {
    tenant,
    ...(tenant === DEFAULT_TENANT ? {} : { resourceTenant: DEFAULT_TENANT }),
    action: 'policy.change',
    principal: askerOf(by),
    resource: { type: 'tenant' },
    context: {},
  }
}

/** Has a process decide by the policies that the ledger names, as soon as it knows of them. */
export function followPolicies({
  policy,
  artifacts,
  log,
}: {
  readonly policy: FleetPolicy
  readonly artifacts: EngineDeps['artifacts']
  readonly log: Log
}): (named: NamedPolicies) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return async ({ digest, texts }) => {
    // One after the other: an older one that takes longer must not come last.
    const following = last.then(async () => {
      const before = policy.running()
      if (before === digest) return
      const load = async () =>
        JSON.parse(new TextDecoder().decode(await artifacts.get(texts))) as readonly PolicyText[]
      if (await policy.follow(digest, load))
        log.info({ policies: digest, before }, 'other policies are in force')
      else if (before !== null)
        log.error({ policies: digest }, 'the policies in force cannot be loaded: everything is denied')
    })
    last = following.catch(() => {})
    await following
  }
}

/**
 * The policies of a fleet are those that its ledger names.
 *
 * L1. A change is a link of the default tenant's chain before any process decides by it.
 * L2. Whoever reads the chain follows it: no commit of that tenant is decided under policies older than the newest link.
 * L3. The texts travel with their digest: files need to be where the policies are reloaded, and nowhere else.
 */
export function createPolicies(
  deps: EngineDeps & { readonly refusals: Refusals },
  register: RevocationRegister,
) {
  const { ledger, artifacts, policy, clock, dispatch, log } = deps

  async function name(
    read: Awaited<ReturnType<FleetPolicy['read']>>,
    link: Pick<PolicyLink, 'by' | 'policy'>,
  ) {
    const texts = await artifacts.put(canonical(read.texts))
    await ledger.revoke(DEFAULT_TENANT, (links) => {
      const known = withRevocations(NOTHING_REVOKED, links)
      if (known.policies?.digest === read.digest) return null
      return sealNext(known, {
        ...link,
        tenant: DEFAULT_TENANT,
        at: clock(),
        kind: 'policies',
        scope: 'fleet',
        target: read.digest,
        texts,
        changes: read.changes,
        reason: '',
      })
    })
  }

  return {
    /** Whether the ledger names policies: somebody reloaded them. */
    named: () => register.known().policies !== null,
    /** Reads the files of this process, and puts them in force everywhere. Throws MUSTER_POLICY_DENIED, MUSTER_POLICIES_INVALID. */
    async reload({ tenant, by, trusted }: Reloading): Promise<ReloadAnswer> {
      await register.refresh()
      const ground = trusted ? {} : { policy: await requireAllowed(deps, changeRequest(tenant, by), by) }
      const before = policy.digest
      const read = await policy.read()
      await name(read, { by, ...ground })
      await register.refresh()
      // Who does not hear it looks at the ledger all the same.
      await dispatch.publish([{ kind: 'policies', digest: read.digest }]).catch((error: unknown) => {
        log.warn({ error: toMusterError(error).message }, 'could not tell others of the policies')
      })
      return { digest: read.digest, changed: read.digest !== before }
    },
  }
}
