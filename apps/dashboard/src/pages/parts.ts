import { type Json, visible, type Voter } from '@muster/core'
import { html, type Markup } from './html.ts'

/** A status as symbol and word. */
export function statusOf(status: string, word = status.replaceAll('_', ' ')): Markup {
  return html`<span class="status is-${status}"><svg class="symbol" aria-hidden="true"><use href="/symbols.svg#${status}"/></svg><span>${word}</span></span>`
}

/** A moment: how long ago or until then where scripts run, and the time itself. `mode` is `ago` or `until`. */
export function momentOf(at: number, mode: 'ago' | 'until'): Markup {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}" title="${iso}" data-at="${at}" data-mode="${mode}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** Who did it, and who spoke for them. */
export function actorOf(who: Voter): string {
  const via = who.kind === 'agent' ? undefined : who.via
  return visible(via === undefined ? who.name : `${who.name} (through ${via})`, 300)
}

/** Values by name, that an agent or a person wrote: shown as text and as nothing else. */
export function valuesOf(of: Readonly<Record<string, Json>>): Markup {
  return html`<table class="values"><tbody>${Object.entries(of).map(
    ([name, value]) =>
      html`<tr><th scope="row">${visible(name, 100)}</th><td><pre>${shownOf(value)}</pre></td></tr>`,
  )}</tbody></table>`
}

/** One value: a text as it is, anything else as JSON. */
export function shownOf(value: Json): string {
  return visible(typeof value === 'string' ? value : JSON.stringify(value, null, 2))
}
