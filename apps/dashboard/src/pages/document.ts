import { html, type Markup, textOf } from './html.ts'

type PageName = 'home' | 'inbox' | 'fleet' | 'queues'

export interface Page {
  readonly title: string
  /** Which link of the navigation leads here; null for none of them. */
  readonly name: PageName | null
  readonly main: Markup
  /** The module in `public/` that makes it live; null for none. */
  readonly script: string | null
}

const LINKS: readonly (readonly [PageName, string, string])[] = [
  ['home', '/', 'Runs'],
  ['inbox', '/inbox', 'Inbox'],
  ['fleet', '/fleet', 'Fleet'],
  ['queues', '/queues', 'Queues'],
]

/** A whole document: what stands around every page. */
export function documentOf({ title, name, main, script }: Page): string {
  return textOf(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/style.css" />
${script !== null && html`    <script type="module" src="${`/${script}`}"></script>`}
  </head>
  <body>
    <a class="skip" href="#main">Skip to content</a>
    <header class="bar">
      <a class="brand" href="/"><img src="/favicon.svg" alt="" width="22" height="22" />Muster</a>
      <nav aria-label="Pages">${LINKS.map(
        ([page, href, text]) =>
          html`
        <a href="${href}" data-page="${page}"${page === name && html` aria-current="page"`}>${text}</a>`,
      )}
      </nav>
      <p class="live" id="live" role="status"></p>
    </header>
    <main id="main" tabindex="-1">${main}</main>
  </body>
</html>
`)
}
