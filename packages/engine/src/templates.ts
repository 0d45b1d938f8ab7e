import {
  type Actor,
  askerOf,
  maxTierOf,
  MOST_PUBLISHED,
  MusterError,
  NOTHING_REVOKED,
  type PolicyRequest,
  type PublishAnswer,
  type Published,
  publishedBy,
  type Revoked,
  type SealedRevocation,
  sealNext,
  type Template,
  templateId,
  type TemplateLink,
  type TemplateView,
  type Tier,
  withRevocations,
} from '@muster/core'
import { parseTemplate } from '@muster/dsl'
import { groundFor, keepRefusal } from './ask-policy.ts'
import type { Catalogue } from './catalogue.ts'
import type { EngineDeps } from './deps.ts'
import type { Refusals } from './refusals.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** A template to be published: its document, and the files that it names, by their paths. */
export interface Publishing {
  readonly tenant: string
  readonly by: Actor
  readonly document: string
  /** What to call the document in messages about it. */
  readonly file: string
  readonly files: Readonly<Record<string, string>>
}

/** A version, as `name@version`, that no new run is to use. */
export interface Withdrawing {
  readonly tenant: string
  readonly by: Actor
  readonly template: string
  readonly reason: string
}

export interface Templates {
  /** All that a tenant may name or has published, in order of name, the highest version first. */
  list(tenant: string): Promise<readonly TemplateView[]>
  /**
   * Publishes a version, for good; the same content twice is once. Throws MUSTER_TEMPLATE_INVALID, MUSTER_POLICY_DENIED,
   * MUSTER_TEMPLATE_IMMUTABLE, MUSTER_TEMPLATE_WITHDRAWN, MUSTER_QUOTA.
   */
  publish(of: Publishing): Promise<PublishAnswer>
  /** Lets no new run use a published version; those that use it go on. Throws MUSTER_TEMPLATE_NOT_FOUND, MUSTER_POLICY_DENIED. */
  withdraw(of: Withdrawing): Promise<{ readonly changed: boolean }>
}

/**
 * T1. A version is published once: the row of its content and the link that names its digest are committed together, and
 *     neither ever changes.
 * T2. Whoever published it is who was known to have asked, never what a document says.
 */
export function createTemplates(
  deps: EngineDeps & { readonly refusals: Refusals },
  register: RevocationRegister,
  catalogue: Catalogue,
): Templates {
  const { ledger, clock, policy } = deps

  function linkOf(revoked: Revoked, link: Omit<TemplateLink, 'seq' | 'at' | 'scope'>): SealedRevocation {
    return sealNext(revoked, { ...link, at: clock(), scope: 'template' })
  }

  return {
    list: (tenant) => catalogue.list(tenant),
    async publish({ tenant, by, document, file, files }) {
      const template = parsed(document, file, files)
      const id = templateId(template)
      const maxTier = maxTierOf(template)
      const request = asking(tenant, by, id, maxTier, 'publish')
      const link = await keepRefusal(deps, request, by, async () => {
        const ground = groundFor(policy, request)
        return ledger.publish(tenant, (links) => {
          const revoked = withRevocations(NOTHING_REVOKED, links)
          if (isPublished(publishedBy(revoked, tenant), template)) return null
          const of = { kind: 'published', target: id, digest: template.digest } as const
          return {
            row: { tenant, ...identityOf(template), maxTier, by, at: clock(), body: template },
            link: linkOf(revoked, { tenant, ...of, by, reason: '', policy: ground }),
          }
        })
      })
      await register.refresh()
      return { template: await found(tenant, id), created: link !== null }
    },
    async withdraw({ tenant, by, template: id, reason }) {
      const [row] = await ledger.of(tenant).templates(tenant, [id])
      if (row === undefined) throw new MusterError('MUSTER_TEMPLATE_NOT_FOUND', { template: id })
      const request = asking(tenant, by, id, row.maxTier, 'withdraw')
      const link = await keepRefusal(deps, request, by, async () => {
        const ground = groundFor(policy, request)
        return ledger.revoke(tenant, (links) => {
          const revoked = withRevocations(NOTHING_REVOKED, links)
          const version = publishedBy(revoked, tenant).get(id)
          if (version === undefined || version.withdrawn !== null) return null
          const of = { kind: 'withdrawn', target: id, digest: version.digest } as const
          return linkOf(revoked, { tenant, ...of, by, reason, policy: ground })
        })
      })
      await register.refresh()
      return { changed: link !== null }
    },
  }

  async function found(tenant: string, id: string): Promise<TemplateView> {
    const view = (await catalogue.list(tenant)).find((one) => templateId(one) === id)
    if (view === undefined) throw new MusterError('MUSTER_TEMPLATE_NOT_FOUND', { template: id })
    return view
  }
}

function identityOf({ name, version, digest }: Template): Pick<Template, 'name' | 'version' | 'digest'> {
  return { name, version, digest }
}

function asking(
  tenant: string,
  by: Actor,
  id: string,
  tier: Tier,
  how: 'publish' | 'withdraw',
): PolicyRequest {
  return {
    tenant,
    action: 'template.publish',
    principal: askerOf(by),
    resource: { type: 'template', id },
    context: { tier, how },
  }
}

/** Throws MUSTER_TEMPLATE_INVALID. */
function parsed(document: string, file: string, files: Publishing['files']): Template {
  const bytes = (path: string) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined
    return text === undefined ? null : new TextEncoder().encode(text)
  }
  const { template, problems } = parseTemplate(document, { file, read: bytes })
  if (template !== null) return template
  const count = `${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}`
  throw new MusterError('MUSTER_TEMPLATE_INVALID', { file, count }, problems)
}

/** Whether this very template is published already. Throws for what cannot be published beside what is. */
function isPublished(published: Published, template: Template): boolean {
  const id = templateId(template)
  const before = published.get(id)
  if (before === undefined) {
    const used = [...published.values()].filter(({ withdrawn }) => withdrawn === null).length
    if (used < MOST_PUBLISHED) return false
    const problem = `${used} versions of templates are published and not revoked, which is the most.`
    throw new MusterError('MUSTER_QUOTA', { problem })
  }
  if (before.digest !== template.digest)
    throw new MusterError('MUSTER_TEMPLATE_IMMUTABLE', { template: id, who: before.by.name })
  if (before.withdrawn === null) return true
  throw new MusterError('MUSTER_TEMPLATE_WITHDRAWN', { template: id, reason: before.withdrawn.reason })
}
