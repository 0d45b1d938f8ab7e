import {
  type Actor,
  agentId,
  askerOf,
  assertNever,
  DEFAULT_TENANT,
  isEnded,
  MusterError,
  parseAgentId,
  type PolicyRequest,
  type RevocationScope,
  type RevocationView,
  type RevokeAnswer,
  runResource,
  type SealedRevocation,
  STANDING_SCOPES,
  type StandingScope,
  sealNext,
  stageOf,
  NOTHING_REVOKED,
  findRevocation,
  withRevocations,
} from '@muster/core'
import { openDoor, requireAllowed } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Enforcement } from './enforce-revocations.ts'
import { requireRun } from './require-run.ts'
import type { Refusals } from './refusals.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { stopRun } from './stop-run.ts'

/** A request to revoke something, or to lift that. */
export interface Revoking {
  readonly tenant: string
  readonly scope: RevocationScope
  readonly id: string
  readonly by: Actor
  readonly reason: string
}

/**
 * Revocation: first a fact, then a signal.
 *
 * V1. A run and an agent are revoked by an entry of their run, for good.
 * V2. A template, a project and a worker are revoked by a link of their tenant's chain, until another link lifts it.
 *     Every run that it touches gets an entry that names the link.
 *     Workers serve all tenants: it is the default one's chain that theirs belong to.
 * V3. Of a revoked agent nothing is accepted any more: what comes late is refused and recorded.
 * V4. Twice is once: what is revoked already changes nothing.
 */
export function createRevoke(
  { ledger, clock, dispatch, policy, refusals }: EngineDeps & { readonly refusals: Refusals },
  beat: Beat,
  register: RevocationRegister,
  enforce: Enforcement,
) {
  /** Throws MUSTER_RUN_NOT_FOUND, MUSTER_RUN_ENDED, MUSTER_AGENT_NOT_FOUND, MUSTER_AGENT_ENDED. */
  async function revoke(of: Revoking): Promise<RevokeAnswer> {
    const { tenant, scope, id, by, reason } = of
    const answer = (changed: boolean, runs: number): RevokeAnswer => ({
      scope,
      id,
      revoked: true,
      changed,
      runs,
    })
    switch (scope) {
      case 'run': {
        const changed = await stopRun({ ledger, policy }, beat, 'revoked', { tenant, run: id, by, reason })
        return answer(changed, changed ? 1 : 0)
      }
      case 'agent': {
        const changed = await revokeAgent(of)
        return answer(changed, changed ? 1 : 0)
      }
      case 'template':
      case 'project':
      case 'worker': {
        const link = await append({ ...of, scope }, 'revoked')
        await register.refresh()
        // Also when it stood already: its runs may have been left half stopped.
        const standing = findRevocation(register.known(), tenant, scope, id)
        return answer(link !== null, standing === null ? 0 : await enforce(standing))
      }
      default:
        return assertNever(scope)
    }
  }

  /** Throws MUSTER_NOT_LIFTED for what is revoked for good. */
  async function lift(of: Revoking): Promise<RevokeAnswer> {
    const { scope, id } = of
    const standing = STANDING_SCOPES.find((known) => known === scope)
    if (standing === undefined) throw new MusterError('MUSTER_NOT_LIFTED', { scope })
    const link = await append({ ...of, scope: standing }, 'lifted')
    await register.refresh()
    if (scope === 'worker') await dispatch.publish([{ kind: 'worker', worker: id, revoked: false }])
    return { scope, id, revoked: false, changed: link !== null, runs: 0 }
  }

  /** Throws MUSTER_POLICY_DENIED. */
  async function append(
    { tenant, scope, id, by, reason }: Revoking & { readonly scope: StandingScope },
    kind: 'revoked' | 'lifted',
  ): Promise<SealedRevocation | null> {
    if (scope === 'worker' && tenant !== DEFAULT_TENANT)
      throw new MusterError('MUSTER_NOT_ALLOWED', {
        problem: `Workers serve all tenants: they are revoked in tenant \`${DEFAULT_TENANT}\` alone.`,
      })
    const request: PolicyRequest = {
      tenant,
      action: 'run.revoke',
      principal: askerOf(by),
      resource: scope === 'template' ? { type: 'template', id } : { type: 'tenant' },
      context: { scope, how: kind === 'revoked' ? 'revoke' : 'lift' },
    }
    const ground = await requireAllowed({ policy, refusals }, request, by)
    return ledger.revoke(tenant, (links) => {
      const revoked = withRevocations(NOTHING_REVOKED, links)
      const stands = findRevocation(revoked, tenant, scope, id) !== null
      if (stands === (kind === 'revoked')) return null
      return sealNext(revoked, { tenant, at: clock(), kind, scope, target: id, by, reason, policy: ground })
    })
  }

  async function revokeAgent({ tenant, id, by, reason }: Revoking): Promise<boolean> {
    const { run, stage } = parseAgentId(id) ?? { run: '', stage: '' }
    const door = openDoor(policy)
    let already = false
    const rows = await beat.move([
      {
        run,
        judge(state, row) {
          if (row.tenant !== tenant) return null
          if (state.nodes.get(stage)?.type !== 'agent')
            throw new MusterError('MUSTER_AGENT_NOT_FOUND', { agent: id })
          const { status } = stageOf(state, stage)
          already = status === 'revoked'
          if (already) return null
          if (isEnded(status))
            throw new MusterError('MUSTER_AGENT_ENDED', { agent: agentId(run, stage), status })
          const request = {
            tenant,
            action: 'run.revoke',
            principal: askerOf(by),
            resource: runResource(row, state.graph),
            context: { scope: 'agent', how: 'revoke' },
          } as const
          return door.pass(state, request, by, (ground) => ({
            kind: 'agents.revoked',
            stages: [stage],
            by,
            reason,
            policy: ground,
          }))
        },
      },
    ])
    door.check()
    if (already) return false
    if (rows.length === 0 && (await ledger.run(tenant, run)) === null)
      throw new MusterError('MUSTER_AGENT_NOT_FOUND', { agent: id })
    await requireRun(ledger, rows, { tenant, run })
    return true
  }

  /** What stands revoked in a tenant, newest first. */
  async function standing(tenant: string): Promise<readonly RevocationView[]> {
    await register.refresh()
    return [...register.known().standing.values()]
      .filter((one) => one.tenant === tenant)
      .map(({ scope, target, by, reason, at, seq, hash }) => ({
        scope,
        id: target,
        by,
        reason,
        at,
        seq,
        hash,
      }))
      .toSorted((left, right) => right.seq - left.seq)
  }

  return { revoke, lift, standing }
}
