import {
  type Actor,
  type AgentNode,
  agentPrincipal,
  askerOf,
  assertNever,
  gateResource,
  isReadEffect,
  MusterError,
  NEW_RUN,
  parseAgentId,
  POLICY_ACTIONS,
  type PolicyRequest,
  runResource,
  stageResource,
  type Tier,
  TIERS,
} from '@muster/core'
import { tenantRequest } from './ask-policy.ts'
import type { HandlerDeps } from './handler.ts'
import { loadGate, loadGraph, loadRun } from './load.ts'
import { type ApiRequest, bad, personName } from './request.ts'

type Explained = ApiRequest<'get /api/policy/explain'>

/** The request that a door would ask policies now, from `action`, `on` and who is to ask. Throws MUSTER_BODY. */
export async function explainRequest(
  { query, principal }: Explained,
  { ledger }: Pick<HandlerDeps, 'ledger'>,
): Promise<PolicyRequest> {
  const action = POLICY_ACTIONS.find((known) => known === query.action)
  if (action === undefined) throw bad(`\`action\` is one of ${POLICY_ACTIONS.join(', ')}`)
  const { tenant } = principal
  const asker = askerOf(whoAsks(query, principal.actor))
  const on = query.on
  const agentOn = () => loadAgent({ ledger }, principal, on)
  switch (action) {
    case 'ledger.read':
    case 'policy.change':
    case 'queue.admin':
      return tenantRequest(tenant, asker, action)
    case 'template.publish':
      if (on === undefined) throw bad('`on` is a template, as `name@version`')
      return {
        tenant,
        action,
        principal: asker,
        resource: { type: 'template', id: on },
        context: { tier: tierIn(query, 4), how: 'publish' },
      }
    case 'run.start': {
      const context = { again: on !== undefined, demonstration: query.demonstration === 'true' }
      if (on !== undefined)
        return { tenant, action, principal: asker, resource: await loadResource(on), context }
      const tier = tierIn(query, 0)
      const { project = 'default', pipeline = '' } = query
      const resource = { type: 'run', id: NEW_RUN, project, pipeline, author: asker.name, tier } as const
      return { tenant, action, principal: asker, resource, context }
    }
    case 'run.revoke':
      return {
        tenant,
        action,
        principal: asker,
        resource: await loadResource(on),
        context: { scope: 'run', how: 'revoke' },
      }
    case 'gate.vote': {
      const gate = await loadGate(ledger, principal, on)
      const row = await loadRun(ledger, principal, gate.run)
      const resource = gateResource(row, await loadGraph(ledger, row), gate.stage, gate.approvers)
      return {
        tenant,
        action,
        principal: asker,
        resource,
        context: { decision: 'approve', recentApprovals: 0 },
      }
    }
    case 'phase.enter': {
      const { node, resource } = await agentOn()
      return { tenant, action, principal: agentPrincipal(node), resource, context: { phase: 'EXECUTE' } }
    }
    case 'tier.elevate': {
      const { node, resource } = await agentOn()
      const who = query.as === undefined ? agentPrincipal(node) : asker
      return { tenant, action, principal: who, resource, context: { approvals: 0 } }
    }
    case 'effect.request': {
      const { node, resource } = await agentOn()
      const { verb = 'http.request', target = '' } = query
      const context = { phase: 'EXECUTE', verb, target, reads: isReadEffect(verb, target) } as const
      return { tenant, action, principal: agentPrincipal(node), resource, context }
    }
    default:
      return assertNever(action)
  }

  async function loadResource(id: string | undefined) {
    const row = await loadRun(ledger, principal, id)
    return runResource(row, await loadGraph(ledger, row))
  }
}

function tierIn(query: Explained['query'], otherwise: Tier): Tier {
  const tier = TIERS.find((known) => String(known) === (query.tier ?? String(otherwise)))
  if (tier === undefined) throw bad('`tier` is a number from 0 to 4')
  return tier
}

function whoAsks(query: Explained['query'], actor: Actor): Actor {
  const { as, roles = '' } = query
  if (as === undefined) return actor
  return { kind: 'person', name: personName(as), roles: roles.split(',').filter((role) => role !== '') }
}

async function loadAgent(
  { ledger }: Pick<HandlerDeps, 'ledger'>,
  principal: ApiRequest['principal'],
  on: string | undefined,
): Promise<{ readonly node: AgentNode; readonly resource: ReturnType<typeof stageResource> }> {
  const at = parseAgentId(on ?? '')
  const row = at === null ? null : await loadRun(ledger, principal, at.run)
  const graph = row === null ? null : await loadGraph(ledger, row)
  const node = graph?.nodes.find(({ id }) => id === at?.stage)
  if (row === null || graph === null || node?.type !== 'agent')
    throw new MusterError('MUSTER_AGENT_NOT_FOUND', { agent: on ?? '' })
  return { node, resource: stageResource(row.project, graph, node) }
}
