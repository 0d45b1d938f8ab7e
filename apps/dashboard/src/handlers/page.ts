import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Handler } from '../handler.ts'
import { html } from '../pages/html.ts'
import { page } from '../reply.ts'

export const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

const INDEX = createRequire(import.meta.url).resolve('@muster/web/dist/index.html')
/** What the build made of the dashboard's pages. */
export const WEB = dirname(INDEX)

let document: string | undefined

/** The one document of the dashboard: its script reads the address and shows what belongs there. */
export const app: Handler = () => {
  document ??= readFileSync(INDEX, 'utf8')
  return { kind: 'page', status: 200, html: document }
}

/** The page that follows what happens; its script reads the address and shows what belongs there. */
export const livePage: Handler = () =>
  page({
    title: 'Muster',
    name: null,
    script: 'app.js',
    main: html`<noscript><p class="empty">This page needs JavaScript. The same is at <code>npx muster runs</code>.</p></noscript>`,
  })
