import type { RequestHandler, Response } from 'express'

/** As the pages of the dashboard look: see tokens.css in apps/web. */
const SHARED = {
  radius: '6px',
  'font-sans':
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Inter, Roboto, "Helvetica Neue", sans-serif',
  'font-mono':
    'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const

const LIGHT = {
  ...SHARED,
  background: '#fafaf8',
  foreground: '#1b1e24',
  card: '#ffffff',
  popover: '#ffffff',
  primary: '#274b87',
  'primary-foreground': '#fafaf8',
  secondary: '#f2f2ee',
  'secondary-foreground': '#1b1e24',
  muted: '#f2f2ee',
  'muted-foreground': '#565c67',
  accent: '#e9eff9',
  'accent-foreground': '#274b87',
  destructive: '#a82a25',
  border: '#e3e3dd',
  input: '#c4c4bc',
  sidebar: '#f2f2ee',
  'sidebar-foreground': '#1b1e24',
  'sidebar-accent': '#e3e3dd',
  'sidebar-border': '#e3e3dd',
  'status-failed': '#a82a25',
  'status-completed': '#1d6643',
  'status-waiting': '#7d5100',
  'status-active': '#274b87',
  'status-delayed': '#5b3c94',
} as const

const DARK = {
  ...SHARED,
  background: '#131519',
  foreground: '#e6e8ec',
  card: '#1a1d22',
  popover: '#1a1d22',
  primary: '#93b4ee',
  'primary-foreground': '#131519',
  secondary: '#2b2f37',
  'secondary-foreground': '#e6e8ec',
  muted: '#2b2f37',
  'muted-foreground': '#a0a8b4',
  accent: '#1d2738',
  'accent-foreground': '#93b4ee',
  destructive: '#f28a82',
  border: '#2b2f37',
  input: '#484e59',
  sidebar: '#0f1115',
  'sidebar-foreground': '#e6e8ec',
  'sidebar-accent': '#2b2f37',
  'sidebar-border': '#2b2f37',
  'status-failed': '#f28a82',
  'status-completed': '#70c899',
  'status-waiting': '#e5b65a',
  'status-active': '#93b4ee',
  'status-delayed': '#bda4ef',
} as const

/** How Bull Board looks here, and the ways back. */
export const BOARD_LOOK = {
  boardTitle: 'Muster',
  boardLogo: { path: '/favicon.svg', width: 22, height: 22 },
  favIcon: { default: '/favicon.svg', alternative: '/favicon.svg' },
  miscLinks: [
    { text: 'Home', url: '/' },
    { text: 'Runs', url: '/runs' },
    { text: 'Fleet', url: '/fleet' },
  ],
  hideDocsLink: true,
  theme: { light: LIGHT, dark: DARK },
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
