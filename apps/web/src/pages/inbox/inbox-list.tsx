import { TIER_NAMES, visible } from '@muster/core'
import type { KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { actorName } from '../../ui/actor-name.ts'
import { GateTimes } from '../../ui/gate-times.tsx'
import { list } from '../../ui/words.ts'
import type { Row } from './filter.ts'

interface InboxListProps {
  readonly rows: readonly Row[]
  /** The gate that is looked at. */
  readonly selected: string | null
  readonly onSelect: (gate: string) => void
  /** The gates that can be chosen, and those that are. */
  readonly choosable: ReadonlySet<string>
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (gate: string) => void
}

/** Open gates, each with what tells them apart. Arrow keys go from one to the next. */
export function InboxList({ rows, selected, onSelect, choosable, chosen, onChoose }: InboxListProps) {
  return (
    <ul className="inbox-list" aria-label="Gates">
      {rows.map(({ gate, item }) => (
        <li key={gate.id} className="inbox-row" data-selected={gate.id === selected}>
          <span className="choose">
            {choosable.has(gate.id) && (
              <input
                type="checkbox"
                aria-label={`Answer ${gate.id} together with others`}
                checked={chosen.has(gate.id)}
                onChange={() => onChoose(gate.id)}
              />
            )}
          </span>
          <div className="asks">
            <Link
              href={at`/gates/${gate.id}`}
              aria-current={gate.id === selected ? 'true' : undefined}
              onFocus={() => onSelect(gate.id)}
              onKeyDown={step}
            >
              {visible(gate.message ?? `Decide ${gate.stage}`, 300)}
            </Link>
            <p className="quiet">
              {item !== null && <span>{visible(item.pipeline, 100)}</span>} <code>{gate.id}</code>
            </p>
            <p className="quiet">
              {item === null
                ? `waits for ${gate.approvers.length === 0 ? 'anyone' : list(gate.approvers)}`
                : `by ${actorName(item.by)}, for you as ${item.as}`}
              {gate.escalated && ', escalated'}
            </p>
          </div>
          <div className="when">
            {item !== null && item.tier !== null && (
              <span className="tier" title={TIER_NAMES[item.tier]}>
                T{item.tier} {TIER_NAMES[item.tier]}
              </span>
            )}
            <GateTimes of={gate} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Goes from one gate to the one beside it. */
function step(event: KeyboardEvent<HTMLAnchorElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const row = event.currentTarget.closest('li')
  const beside = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling
  const link = beside?.querySelector('a')
  if (link === null || link === undefined) return
  event.preventDefault()
  link.focus()
}
