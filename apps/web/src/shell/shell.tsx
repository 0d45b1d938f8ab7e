import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation, useRoute } from 'wouter'
import { useInbox } from '../api/gate-lists.ts'
import { whoami } from '../api/queries.ts'
import { Count } from '../ui/count.tsx'
import { useMay } from '../ui/use-may.ts'
import { SEARCH_KEY } from '../ui/shortcuts/keys.ts'
import { useShortcutList, useShortcuts } from '../ui/shortcuts/shortcuts.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { LoginDialog } from './login-dialog.tsx'
import { ThemeChoice } from './theme-choice.tsx'

const PLACES = [
  ['g h', 'Home', '/'],
  ['g i', 'Inbox', '/inbox'],
  ['g r', 'Runs', '/runs'],
  ['g f', 'Fleet', '/fleet'],
  ['g t', 'Templates', '/templates'],
] as const

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const waiting = useInbox()
  const me = useQuery(whoami).data
  const mayLook = useMay('operate')
  const mayAudit = useMay('administer')
  const [, go] = useLocation()
  const listShortcuts = useShortcutList()
  const search = () => go('/search')
  useShortcuts([
    { keys: '/', says: 'Search', run: search },
    { keys: SEARCH_KEY, says: 'Search, also while you type', run: search },
    ...PLACES.map(([keys, name, href]) => ({ keys, says: `Go to ${name}`, run: () => go(href) })),
  ])
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <Link className="brand" href="/">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          Muster
        </Link>
        <nav aria-label="Pages">
          <Place href="/" name="Home" />
          <Place href="/inbox" name="Inbox" count={waiting.rows?.length ?? 0} more={waiting.more !== null} />
          <Place href="/runs" name="Runs" below />
          <Place href="/fleet" name="Fleet" />
          <Place href="/templates" name="Templates" />
          <Place href="/tenants" name="Tenants" />
          <Place href="/tokens" name="Tokens" />
          {mayAudit && <Place href="/audit" name="Audit" />}
          {mayAudit && <Place href="/webhooks" name="Webhooks" />}
          {mayLook && <a href="/queues">Queues</a>}
        </nav>
        <Link className="search-link" href="/search" aria-keyshortcuts="/ Control+K">
          Search <kbd>/</kbd>
        </Link>
        <ConnectionNote />
        {me?.permissions.includes('submit') === true && (
          <Link className="button start-link" href="/start">
            Start a run
          </Link>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <LoginDialog />
      <footer className="foot">
        {me !== undefined && (
          <span>
            {me.actor.name} in {me.tenant}
          </span>
        )}
        <button type="button" className="plain" onClick={listShortcuts}>
          Keyboard
        </button>
        <ThemeChoice />
      </footer>
    </>
  )
}

interface PlaceProps {
  readonly href: string
  readonly name: string
  readonly count?: number
  /** Whether there are more than were counted. */
  readonly more?: boolean
  /** Whether pages below this address belong here too. */
  readonly below?: boolean
}

function Place({ href, name, count = 0, more = false, below = false }: PlaceProps) {
  const [here] = useRoute(below ? `${href}/*?` : href)
  return (
    <Link href={href} aria-current={here ? 'page' : undefined}>
      {name}
      <Count of={count} more={more} what="waiting for you" />
    </Link>
  )
}
