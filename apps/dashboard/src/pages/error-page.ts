import { type MusterError, visible } from '@muster/core'
import type { Page } from './document.ts'
import { html } from './html.ts'

/** An error as a browser is shown it: what is wrong, and what to do next. */
export function errorPage({ code, message, hint }: MusterError): Page {
  return {
    title: 'Error · Muster',
    name: null,
    script: null,
    main: html`
<h1 class="page-head">${visible(message, 1_000)}</h1>
<p>${visible(hint, 1_000)}</p>
<p class="quiet"><code>${code}</code> <a href="/">Back to the runs</a></p>`,
  }
}
