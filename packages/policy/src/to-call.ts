import {
  type AgentPrincipal,
  type Asker,
  assertNever,
  type PolicyRequest,
  POLICY_ACTIONS,
} from '@muster/core'
import type { CedarValueJson, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs'

/** A request as Cedar takes it: every entity that it names is described, and nothing else. */
export interface CedarCall {
  readonly principal: TypeAndId
  readonly action: TypeAndId
  readonly resource: TypeAndId
  readonly context: Record<string, CedarValueJson>
  readonly entities: EntityJson[]
}

/** Throws TypeError for what no request can be about. */
export function toCall(request: PolicyRequest): CedarCall {
  const { tenant: name, action, context } = request
  if (!POLICY_ACTIONS.includes(action)) throw new TypeError(`there is no action \`${String(action)}\``)
  const tenant = uid('Tenant', name)
  const owner = uid('Tenant', request.resourceTenant ?? name)
  const principal = principalOf(request.principal, tenant)
  const resource = resourceOf(request.resource, owner)
  return {
    principal: principal.uid as TypeAndId,
    action: uid('Action', action),
    resource: resource.uid as TypeAndId,
    context: { ...context },
    entities: [
      principal,
      ...distinct([resource, entity(tenant), entity(owner)]),
      ...templatesOf(request, owner),
    ],
  }
}

function principalOf(principal: Asker | AgentPrincipal, tenant: TypeAndId): EntityJson {
  switch (principal.kind) {
    case 'person':
    case 'script': {
      const { kind, name, roles } = principal
      const attrs = { tenant: ref(tenant), name }
      const parents = roles.map((role) => uid('Role', role))
      return kind === 'person'
        ? entity(uid('Person', name), { ...attrs, spokenFor: principal.via !== undefined }, parents)
        : entity(uid('Script', name), attrs, parents)
    }
    case 'agent': {
      const { template, tier } = principal
      return entity(uid('Agent', template), {
        tenant: ref(tenant),
        template: ref(uid('Template', template)),
        tier,
      })
    }
    case 'planner':
    case 'worker':
      throw new TypeError(`a ${principal.kind} asks for nothing`)
    default:
      return assertNever(principal)
  }
}

function resourceOf(resource: PolicyRequest['resource'], tenant: TypeAndId): EntityJson {
  switch (resource.type) {
    case 'tenant':
      return entity(tenant)
    case 'template':
      return templateEntity(resource.id, tenant)
    case 'run': {
      const { id, project, pipeline, author, tier } = resource
      return entity(uid('Run', id), { project, pipeline, author, tier }, [tenant])
    }
    case 'stage': {
      const { project, template, templateDigest, tier } = resource
      const attrs = { project, template: ref(uid('Template', template)), templateDigest, tier }
      return entity(uid('Stage', `${project} ${template} ${tier}`), attrs, [tenant])
    }
    case 'gate': {
      const { id, author, approvers, tier } = resource
      const role = (entry: string) => entry.startsWith('role:')
      const people = approvers.filter((entry) => !role(entry))
      const roles = approvers.filter(role).map((entry) => ref(uid('Role', entry.slice('role:'.length))))
      return entity(uid('Gate', id), { author, people, roles, tier }, [tenant])
    }
    default:
      return assertNever(resource)
  }
}

/** The templates that a request names besides its resource, each in the one without its version. */
function templatesOf({ principal, resource }: PolicyRequest, tenant: TypeAndId): readonly EntityJson[] {
  const named = [
    ...(principal.kind === 'agent' ? [principal.template] : []),
    ...(resource.type === 'stage' ? [resource.template] : []),
  ]
  return [...new Set(named)].map((template) => templateEntity(template, tenant))
}

function templateEntity(template: string, tenant: TypeAndId): EntityJson {
  const at = template.lastIndexOf('@')
  const whole = at > 0 ? [uid('Template', template.slice(0, at))] : []
  return entity(uid('Template', template), {}, [...whole, tenant])
}

/** Cedar takes each entity once. */
function distinct(entities: readonly EntityJson[]): readonly EntityJson[] {
  return [...new Map(entities.map((one) => [JSON.stringify(one.uid), one])).values()]
}

function entity(
  self: TypeAndId,
  attrs: Record<string, CedarValueJson> = {},
  parents: TypeAndId[] = [],
): EntityJson {
  return { uid: self, attrs, parents }
}

function uid(type: string, id: string): TypeAndId {
  return { type, id }
}

function ref(to: TypeAndId): { __entity: TypeAndId } {
  return { __entity: to }
}
