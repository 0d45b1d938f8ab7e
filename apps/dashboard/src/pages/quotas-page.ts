import { LIMIT_NAMES, limitText, type QuotaView } from '@muster/core'
import type { Page } from './document.ts'
import { html, type Markup } from './html.ts'

/** What somebody may set: nothing, limits of projects, or those of the tenant itself too. */
export type QuotaMeans = 'none' | 'projects' | 'all'

/** The limits of a tenant and of its projects, what is used of them, and the means to set them. */
export function quotasPage(quotas: readonly QuotaView[], means: QuotaMeans): Page {
  return {
    title: 'Quotas · Muster',
    name: 'quotas',
    script: 'page.js',
    main: html`
<h1 class="page-head">Quotas</h1>
<p class="quiet">What is used, and the limit where there is one. What goes past it waits, or is refused.</p>
${quotas.map(section)}
${means !== 'none' && setting(means)}`,
  }
}

function section({ project, limits, usage }: QuotaView): Markup {
  return html`<section><h2>${project === null ? 'The tenant' : `Project ${project}`}</h2>
<table class="values">
<thead><tr><th scope="col">Limit</th><th scope="col">Used</th><th scope="col">Of</th></tr></thead>
<tbody>${LIMIT_NAMES.map((name) => {
    const limit = limits[name]
    return html`<tr><th scope="row">${limitText(name)}</th><td class="number">${usage[name]}</td><td class="number">${limit ?? 'no limit'}</td></tr>`
  })}</tbody></table></section>`
}

function setting(means: QuotaMeans): Markup {
  const whole = means === 'all'
  return html`<form class="page" data-post="/quotas"><fieldset disabled>
<h2>Set limits</h2>
<p class="quiet">A field left empty changes nothing; <code>null</code> takes a limit away.</p>
<label>Project${whole && html` <span class="quiet">of the tenant itself when empty</span>`}<input name="project" type="text" maxlength="63" /></label>
${LIMIT_NAMES.map((name) => html`<label>${limitText(name)}<input name="limits.${name}" type="text" inputmode="numeric" data-type="json" data-title="${limitText(name)}" /></label>`)}
<label>Why<textarea name="reason" rows="2" maxlength="4000"></textarea></label>
<div class="act"><button class="primary" data-needs="reason" data-because="Say why: it is kept in the ledger.">Set</button></div>
<p class="problem" role="alert"></p>
</fieldset></form>`
}
