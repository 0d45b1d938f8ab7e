import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLocalOwner, mayAsk, type Principal } from '@muster/core'
import type { Handler } from '../handler.ts'
import { inboxOf, readPage } from '../inbox.ts'
import { loadGate } from '../load.ts'
import { gatePage } from '../pages/gate-page.ts'
import { inboxPage } from '../pages/inbox-page.ts'
import { type QuotaMeans, quotasPage } from '../pages/quotas-page.ts'
import { tokensPage } from '../pages/tokens-page.ts'
import { page } from '../reply.ts'

export const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

const INDEX = createRequire(import.meta.url).resolve('@muster/web/dist/index.html')
/** What the build made of the dashboard's pages. */
export const WEB = dirname(INDEX)

let document: string | undefined

/** The one document of the dashboard: its script reads the address and shows what belongs there. */
export function appDocument(): string {
  document ??= readFileSync(INDEX, 'utf8')
  return document
}

export const app: Handler = () => ({ kind: 'page', status: 200, html: appDocument() })

/** The gates that wait for whoever looks. */
export const showInbox: Handler = async ({ query, principal }, { ledger }) =>
  page(inboxPage(await inboxOf(ledger, principal, readPage(query))))

/** One gate: what a decision stands on, then the means to decide. */
export const showGate: Handler = async ({ params, principal }, { engine, ledger, speaksForOthers }) => {
  const { run, stage } = await loadGate(ledger, principal, params['gate'])
  const { tenant, actor } = principal
  const evidence = await engine.evidence({ tenant, run, stage, viewer: actor })
  const others = evidence.who.waitingFor.filter((entry) => !entry.includes(':') && entry !== actor.name)
  return page(gatePage(evidence, speaksForOthers && isLocalOwner(principal) ? others : []))
}

/** The tokens that whoever looks may see. */
export const showTokens: Handler = async ({ principal }, { engine, clock }) =>
  page(tokensPage(await engine.tokens.list(principal), principal, clock()))

/** The limits of the tenant of whoever looks, and what is used of them. */
export const showQuotas: Handler = async ({ principal }, { engine }) =>
  page(quotasPage(await engine.quotas(principal.tenant), meansOf(principal)))

/** What `setQuota` lets somebody do. */
function meansOf(principal: Principal): QuotaMeans {
  if (!mayAsk(principal, 'administer') || principal.project !== null) return 'none'
  return isLocalOwner(principal) ? 'all' : 'projects'
}
