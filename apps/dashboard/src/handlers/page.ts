import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLocalOwner } from '@muster/core'
import type { Handler } from '../handler.ts'
import { inboxOf } from '../inbox.ts'
import { loadGate } from '../load.ts'
import { gatePage } from '../pages/gate-page.ts'
import { inboxPage } from '../pages/inbox-page.ts'
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
export const showInbox: Handler = async ({ principal }, { ledger }) =>
  page(inboxPage(await inboxOf(ledger, principal)))

/** One gate: what a decision stands on, then the means to decide. */
export const showGate: Handler = async ({ params, principal }, { engine, ledger, speaksForOthers }) => {
  const { run, stage } = await loadGate(ledger, principal, params['gate'])
  const { tenant, actor } = principal
  const evidence = await engine.evidence({ tenant, run, stage, viewer: actor })
  const others = evidence.who.waitingFor.filter((entry) => !entry.includes(':') && entry !== actor.name)
  return page(gatePage(evidence, speaksForOthers && isLocalOwner(principal) ? others : []))
}
