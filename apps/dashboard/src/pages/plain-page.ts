import type { ErrorBody } from '@muster/core'
import { html, type Markup, textOf } from './html.ts'

/** A page without a script: for who is not known yet, and for what went wrong before there was a page. */
export function plainPage(title: string, main: Markup): string {
  return textOf(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${`${title} · Muster`}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/tokens.css" />
    <link rel="stylesheet" href="/plain.css" />
  </head>
  <body>
    <a class="brand" href="/"><img src="/favicon.svg" alt="" width="22" height="22" />Muster</a>
    <main>
      <h1>${title}</h1>
      ${main}
    </main>
  </body>
</html>
`)
}

/** What went wrong, and what to do next. */
export function errorPage({ code, message, hint }: ErrorBody['error']): string {
  const main = html`<p>${message}</p>
      ${hint !== '' && html`<p class="quiet">${hint}</p>`}
      <p class="quiet"><code>${code}</code></p>
      <p><a href="/">Back to the first page</a></p>`
  return plainPage('This cannot be shown', main)
}
