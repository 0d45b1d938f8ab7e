import { type EntryView, visible } from '@muster/core'
import { useEffect, useRef, useState } from 'react'
import { sentence } from '../../../ui/sentence.ts'
import { Value } from '../../../ui/values.tsx'
import { clock, short } from '../../../ui/words.ts'

/** Decisions told of one entry; the rest is in its facts. */
const MOST_TOLD = 3

interface EntryRowProps {
  readonly of: EntryView
  /** Whether whoever came here came for it. */
  readonly isSought?: boolean
}

/** One entry of the ledger as a sentence; its facts when it is opened. */
export function EntryRow({ of, isSought = false }: EntryRowProps) {
  const [open, setOpen] = useState(isSought)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSought) row.current?.scrollIntoView({ block: 'center' })
  }, [isSought])
  const { seq, at, cause, effects, hash } = of
  const more = effects.length - MOST_TOLD
  return (
    <li ref={row} aria-current={isSought ? 'true' : undefined}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className="seq">{seq}</span>
          <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>
          <span className="fact">
            {visible(sentence(cause), 500)}
            {effects.length > 0 && (
              <span className="quiet">
                {' → '}
                {visible(effects.slice(0, MOST_TOLD).map(sentence).join('; '), 800)}
                {more > 0 && `; and ${more} more`}
              </span>
            )}
          </span>
          <code className="quiet" title={hash}>
            {short(hash)}
          </code>
        </summary>
        {open && <Value of={JSON.parse(JSON.stringify({ cause, effects, hash }))} />}
      </details>
    </li>
  )
}
