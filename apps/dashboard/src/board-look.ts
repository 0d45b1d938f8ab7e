import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler, Response } from 'express'
import { WEB } from './handlers/page.ts'

/** What Bull Board calls each of our tokens. */
const NAMES = {
  paper: ['background', 'primary-foreground'],
  ink: ['foreground', 'secondary-foreground', 'sidebar-foreground'],
  sheet: ['card', 'popover'],
  sunk: ['secondary', 'muted', 'sidebar'],
  soft: ['muted-foreground'],
  rule: ['border', 'sidebar-accent', 'sidebar-border'],
  firm: ['input'],
  blue: ['primary', 'accent-foreground', 'status-active'],
  'wash-blue': ['accent'],
  red: ['destructive', 'status-failed'],
  green: ['status-completed'],
  amber: ['status-waiting'],
  violet: ['status-delayed'],
  round: ['radius'],
  sans: ['font-sans'],
  mono: ['font-mono'],
} as const

type Theme = Readonly<Record<string, string>>

/** The tokens of the pages of the dashboard under the names of Bull Board, in light and in dark. */
function themes(tokens: string): { readonly light: Theme; readonly dark: Theme } {
  const values = new Map(
    [...tokens.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const themed = (place: 1 | 2): Theme =>
    Object.fromEntries(
      Object.entries(NAMES).flatMap(([token, names]) => {
        const value = values.get(token) ?? ''
        const shown = /^light-dark\((.+), (.+)\)$/.exec(value)?.[place] ?? value
        return names.map((name) => [name, shown])
      }),
    )
  return { light: themed(1), dark: themed(2) }
}

/** How Bull Board looks here, and the ways back. */
export function boardLook() {
  return {
    boardTitle: 'Muster',
    boardLogo: { path: '/favicon.svg', width: 22, height: 22 },
    favIcon: { default: '/favicon.svg', alternative: '/favicon.svg' },
    miscLinks: [
      { text: 'Home', url: '/' },
      { text: 'Runs', url: '/runs' },
      { text: 'Fleet', url: '/fleet' },
    ],
    hideDocsLink: true,
    theme: themes(readFileSync(join(WEB, 'tokens.css'), 'utf8')),
  }
}

/** Has the page of Bull Board ask no other host for anything: not for fonts either. */
export const ownFontsOnly: RequestHandler = (_req, res, next) => {
  res.render = ((view: string, values: object) => {
    res.app.render(view, values, (error: Error | null, html: string) => {
      if (error !== null) return next(error)
      res.send(html.replace(/<link[^>]+href="https?:[^>]*>/g, ''))
    })
  }) as Response['render']
  next()
}
