import { fileURLToPath } from 'node:url'
import type { Handler } from '../handler.ts'
import { html } from '../pages/html.ts'
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
