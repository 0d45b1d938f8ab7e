import { fileURLToPath } from 'node:url'
import { isLocalOwner } from '@muster/core'
import type { Handler } from '../handler.ts'
import { inboxOf, readPage } from '../inbox.ts'
import { loadGate } from '../load.ts'
import { gatePage } from '../pages/gate-page.ts'
import { html } from '../pages/html.ts'
import { inboxPage } from '../pages/inbox-page.ts'
import { page } from '../reply.ts'

export const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

/** The page that follows what happens; its script reads the address and shows what belongs there. */
export const livePage: Handler = () =>
  page({
    title: 'Muster',
    name: null,
    script: 'app.js',
    main: html`<noscript><p class="empty">This page needs JavaScript. The same is at <code>npx muster runs</code>.</p></noscript>`,
  })

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
