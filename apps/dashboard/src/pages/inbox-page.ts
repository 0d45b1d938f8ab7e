import { type InboxItem, TIER_NAMES, visible } from '@muster/core'
import type { Paged } from '../inbox.ts'
import type { Page } from './document.ts'
import { html, type Markup } from './html.ts'
import { actorOf, momentOf } from './parts.ts'

/** The gates that wait for whoever looks, the one that has waited longest in front. */
export function inboxPage({ rows: items, next }: Paged<InboxItem>): Page {
  const told = next === null ? String(items.length) : `${items.length}+`
  const count = items.length === 0 ? null : html`<span class="count">${told}</span>`
  return {
    title: items.length === 0 ? 'Inbox · Muster' : `(${told}) Inbox · Muster`,
    name: 'inbox',
    script: 'page.js',
    main: html`
<h1 class="page-head">Inbox${count}</h1>
<p class="quiet">What waits for you, the one that has waited longest first. <a href="/">All open gates</a> are beside the runs.</p>
${items.length === 0 ? html`<p class="empty">Nothing waits for you${next === null ? null : ' here'}.</p>` : table(items)}
${next !== null && html`<p><a href="/inbox?after=${encodeURIComponent(next)}">More</a></p>`}`,
  }
}

function table(items: readonly InboxItem[]): Markup {
  return html`<table class="inbox">
<thead><tr><th scope="col">Asks</th><th scope="col">Tier</th><th scope="col">Closes in</th><th scope="col">Waits since</th><th scope="col">Started by</th></tr></thead>
<tbody>${items.map(row)}</tbody>
</table>`
}

function row({ gate, pipeline, tier, by, as }: InboxItem): Markup {
  const href = `/gates/${encodeURIComponent(gate.id)}`
  return html`<tr>
<td><a href="${href}">${gate.message === null ? `Decide ${gate.stage} of ${pipeline}` : visible(gate.message, 300)}</a>
<p class="quiet"><code>${gate.id}</code>${as === by.name ? null : `, as ${as}`}${gate.escalated ? ', escalated' : null}</p></td>
<td>${tier === null ? null : `T${tier} ${TIER_NAMES[tier]}`}</td>
<td class="number">${momentOf(gate.deadlineAt, 'until')}</td>
<td class="number">${momentOf(gate.openedAt, 'ago')}</td>
<td>${actorOf(by)}</td>
</tr>`
}
