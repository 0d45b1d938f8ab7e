import { type InboxItem, TIER_NAMES, visible } from '@muster/core'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { useInbox } from '../../api/gate-lists.ts'
import { actorName } from '../../ui/actor-name.ts'
import { GateTimes } from '../../ui/gate-times.tsx'
import { Problem } from '../../ui/problem.tsx'

const FEW = 6

/** The gates that wait for whoever looks: those that close first in front. */
export function NeedsYou() {
  const { rows, error, more } = useInbox()
  const items = rows?.toSorted((one, other) => one.gate.deadlineAt - other.gate.deadlineAt) ?? []
  return (
    <section aria-label="Needs you">
      <div className="line">
        <h2>Needs you</h2>
        {items.length > 0 && (
          <Link href="/inbox">
            Inbox, {more === null ? `all ${items.length}` : `${items.length} and more`}
          </Link>
        )}
      </div>
      {error !== null && <Problem of={error} />}
      {rows?.length === 0 && <p className="quiet">Nothing waits for you.</p>}
      <ul className="needs">
        {items.slice(0, FEW).map((item) => (
          <Need key={item.gate.id} of={item} />
        ))}
      </ul>
    </section>
  )
}

function Need({ of: { gate, pipeline, by, tier } }: { readonly of: InboxItem }) {
  return (
    <li>
      <div>
        <Link href={at`/gates/${gate.id}`}>{visible(gate.message ?? `Decide ${gate.stage}`, 300)}</Link>
        <p className="quiet">
          {visible(pipeline, 100)} <code>{gate.id}</code>, by {actorName(by)}
          {tier !== null && `, T${tier} ${TIER_NAMES[tier]}`}
        </p>
      </div>
      <p className="by">
        <GateTimes of={gate} />
      </p>
    </li>
  )
}
