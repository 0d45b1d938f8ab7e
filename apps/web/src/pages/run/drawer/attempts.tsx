import { type AttemptRow, type Json, type StageStatus, visible } from '@muster/core'
import { useState } from 'react'
import { Lasting } from '../../../ui/lasting.tsx'
import { Symbol } from '../../../ui/symbol.tsx'
import { Value } from '../../../ui/values.tsx'
import { clock } from '../../../ui/words.ts'

/** How an attempt stands, as a status that has a shape. */
const SHOWN: Readonly<Record<AttemptRow['status'], readonly [StageStatus, string]>> = {
  dispatched: ['running', 'under way'],
  succeeded: ['succeeded', 'succeeded'],
  failed: ['failed', 'failed'],
  timed_out: ['timed_out', 'timed out'],
  superseded: ['skipped', 'superseded'],
}

/** Every try of every phase, oldest first, with what it came to. */
export function Attempts({ of }: { readonly of: readonly AttemptRow[] }) {
  if (of.length === 0) return <p className="quiet">No worker was asked yet.</p>
  return (
    <ol className="attempts">
      {of
        .toSorted((a, b) => a.fence - b.fence)
        .map((attempt) => (
          <Attempt key={attempt.fence} of={attempt} />
        ))}
    </ol>
  )
}

function Attempt({ of }: { readonly of: AttemptRow }) {
  const [open, setOpen] = useState(false)
  const [status, word] = SHOWN[of.status]
  const fault = of.status === 'succeeded' ? null : faultOf(of.record)
  return (
    <li>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className={`status is-${status}`}>
            <Symbol name={status} />
            {word}
          </span>
          <b>{of.phase.toLowerCase()}</b>
          <span className="quiet number">
            <Lasting from={of.startedAt} to={of.finishedAt} />
          </span>
          <span className="quiet">
            attempt {of.attempt}
            {of.worker !== null && ` on ${of.worker}`}, {clock(of.dispatchedAt)}
          </span>
        </summary>
        {open && <Value of={of.record} />}
      </details>
      {fault !== null && <p className="why">{visible(fault, 2_000)}</p>}
    </li>
  )
}

/** The words of a fault in a record; null when there are none. */
export function faultOf(record: Json): string | null {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null
  const { fault = record } = record as Readonly<Record<string, Json>>
  if (typeof fault !== 'object' || fault === null || Array.isArray(fault)) return null
  const { message, hint } = fault as Readonly<Record<string, Json>>
  if (typeof message !== 'string') return null
  return typeof hint === 'string' ? `${message} ${hint}` : message
}
