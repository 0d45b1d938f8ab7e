import { mayAsk, type Principal, ROLES, type TokenView, visible } from '@muster/core'
import type { Page } from './document.ts'
import { html, type Markup } from './html.ts'
import { actorOf, momentOf } from './parts.ts'

const DAY_MS = 24 * 60 * 60_000
const DAYS = [1, 30, 90, 366]
const USUAL_DAYS = 90

/** The tokens that whoever looks may see, and the means to make and to revoke one. `now` tells which have expired. */
export function tokensPage(tokens: readonly TokenView[], principal: Principal, now: number): Page {
  return {
    title: 'Tokens · Muster',
    name: 'tokens',
    script: 'page.js',
    main: html`
<h1 class="page-head">Tokens</h1>
<p class="quiet">${mayAsk(principal, 'administer') ? 'All of the tenant.' : 'Yours.'} Muster keeps only their hashes.</p>
${tokens.length === 0 ? html`<p class="empty">There are no tokens.</p>` : table(tokens, now)}
${newToken(principal)}`,
  }
}

function table(tokens: readonly TokenView[], now: number): Markup {
  return html`<table class="inbox">
<thead><tr><th scope="col">For</th><th scope="col">Speaks for</th><th scope="col">May</th><th scope="col">Last used</th><th scope="col">Expires</th><th scope="col">Revoke</th></tr></thead>
<tbody>${tokens.map((token) => row(token, now))}</tbody>
</table>`
}

function row(token: TokenView, now: number): Markup {
  const { id, name, actor, permissions, project, lastUsedAt, expiresAt } = token
  return html`<tr>
<td>${visible(name, 100)}<p class="quiet"><code>${id}</code></p></td>
<td>${actorOf(actor)}${actor.kind === 'script' ? ', a script' : null}</td>
<td>${permissions.join(', ')}${project === null ? null : html`<p class="quiet">in project ${project}</p>`}</td>
<td class="number">${lastUsedAt === null ? 'never' : momentOf(lastUsedAt, 'ago')}</td>
<td class="number">${expiresAt <= now ? 'has expired' : momentOf(expiresAt, 'until')}</td>
<td>${revocation(token)}</td>
</tr>`
}

function revocation({ id, name, revokedAt }: TokenView): Markup {
  if (revokedAt !== null) return html`revoked ${momentOf(revokedAt, 'ago')}`
  return html`<form data-post="/tokens/${id}/revoke"><fieldset disabled>
<button class="danger" data-confirm="Revoke ${visible(name, 100)}, with every session that began with it?">Revoke</button>
<p class="problem" role="alert"></p></fieldset></form>`
}

function newToken(principal: Principal): Markup {
  const administers = mayAsk(principal, 'administer')
  const roles = administers ? Object.keys(ROLES) : principal.actor.roles
  return html`<form class="page" data-post="/tokens"><fieldset disabled>
<h2>Make a token</h2>
<label>What it is for<input name="name" type="text" maxlength="100" /></label>
${administers && html`<label>Whom it speaks for<input name="as" type="text" maxlength="100" placeholder="${principal.actor.name}" /></label>`}
${roles.length > 0 && html`<p>With these roles; with yours unless you say so:</p>`}
${roles.map((role) => html`<label class="speak"><input name="roles" type="checkbox" value="${role}" />${role}</label>`)}
<label>Good for<select name="forMs" data-type="number">${DAYS.map(
    (days) =>
      html`<option value="${days * DAY_MS}"${days === USUAL_DAYS && html` selected`}>${days} days</option>`,
  )}</select></label>
<div class="act"><button class="primary" data-needs="name" data-because="Say what it is for.">Make it</button></div>
<p>The token appears here, once:</p>
<output name="token" hidden></output>
<p class="problem" role="alert"></p>
</fieldset></form>`
}
