import { visible } from '@muster/core'
import { Link, useLocation, useParams } from 'wouter'
import { at } from '../../api/call.ts'
import { useShortcuts } from '../../ui/shortcuts/shortcuts.tsx'
import { useTitle } from '../../ui/use-title.ts'
import './gate.css'
import { GateCard } from './gate-card.tsx'
import { useWalk } from './use-walk.ts'

/** One gate by its address, as notifications link to it. */
export function GatePage() {
  const { gate } = useParams<{ readonly gate: string }>()
  const { place, waiting, next, previous } = useWalk(gate)
  const [, go] = useLocation()
  useTitle(`Decide ${gate}`)
  const goTo = (item: typeof next) => item !== null && go(at`/gates/${item.gate.id}`)
  useShortcuts([
    { keys: 'j', says: 'Next gate that waits for you', run: () => goTo(next) },
    { keys: 'k', says: 'Gate before', run: () => goTo(previous) },
    { keys: 'u', says: 'Back to the inbox', run: () => go('/inbox') },
  ])
  return (
    <div className="gate-page">
      <nav className="line walk" aria-label="Inbox">
        <Link href="/inbox">Inbox</Link>
        {place !== null && (
          <span className="quiet">
            {place} of {waiting}
          </span>
        )}
        {previous !== null && <Link href={at`/gates/${previous.gate.id}`}>Previous</Link>}
        {next !== null && <Link href={at`/gates/${next.gate.id}`}>Next</Link>}
      </nav>
      <GateCard key={gate} gate={gate} heading="h1">
        {next === null ? (
          <Link className="button" href="/inbox">
            Back to the inbox
          </Link>
        ) : (
          <Link className="button main" href={at`/gates/${next.gate.id}`}>
            Next: {visible(next.gate.message ?? next.gate.stage, 60)}
          </Link>
        )}
      </GateCard>
    </div>
  )
}
