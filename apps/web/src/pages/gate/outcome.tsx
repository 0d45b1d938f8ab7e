import type { Actor, CastVote, GateEvidence } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { at, Refusal } from '../../api/call.ts'
import { gateOf } from '../../api/gates.ts'
import { Moment } from '../../ui/moment.tsx'
import { Problem } from '../../ui/problem.tsx'
import { list } from '../../ui/words.ts'
import { GateStatus, Said } from './verdict.tsx'
import { voterName } from './who-part.tsx'

interface OutcomeProps {
  readonly evidence: GateEvidence
  readonly me: Actor | undefined
  /** Why an answer that was just given does not count. */
  readonly refused: Error | null
  /** Whether an answer was just given here: then this is what is to be read next. */
  readonly fresh: boolean
  readonly children: ReactNode
}

/** What became of a gate: how it ended, who decided, whether one's own answer counts, and what is next. */
export function Outcome({ evidence, me, refused, fresh, children }: OutcomeProps) {
  const { gate: id, run, verdict, who, deadline } = evidence
  const view = useQuery(gateOf(id)).data
  const own = who.votes.find(({ voter }) => isMe(voter, me))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (fresh) heading.current?.focus()
  }, [fresh])
  return (
    <section className="outcome" aria-label="What became of it" aria-live="polite">
      <h2 ref={heading} tabIndex={-1}>
        {verdict === null ? 'Your answer counts' : 'It is decided'}
      </h2>
      {refused !== null && <Problem of={refused} />}
      {refused instanceof Refusal && <p>{LATE[refused.code]}</p>}
      <p>
        <GateStatus verdict={verdict} />
        {verdict !== null && view?.decidedAt !== null && view?.decidedAt !== undefined && (
          <span className="quiet">
            {' '}
            <Moment at={view.decidedAt} as="ago" />
          </span>
        )}
        {verdict !== null && view?.reason !== null && view?.reason !== undefined && <> {view.reason}</>}
      </p>
      {own !== undefined && (
        <p>
          You <Said decision={own.decision} />
          {own.voter.name !== me?.name && ` as ${voterName(own.voter)}`} <Moment at={own.at} as="ago" />.
        </p>
      )}
      {verdict === null && (
        <p>
          It still waits{who.waitingFor.length > 0 && ` for ${list(who.waitingFor)}`}, for{' '}
          <Moment at={deadline.at} as="until" /> more.
        </p>
      )}
      <p className="acts">
        {children}
        <Link className="button" href={at`/runs/${run}`}>
          Watch the run
        </Link>
      </p>
    </section>
  )
}

/** What it means that an answer was refused. */
const LATE: Readonly<Record<string, string>> = {
  MUSTER_GATE_CLOSED:
    'Your answer came too late and does not count: the gate had ended. What was said is above.',
  MUSTER_GATE_CONFLICT: 'The first answer stands. To stop what follows from it, cancel or revoke the run.',
  MUSTER_GATE_VOTED: 'Nothing is lost: you had said the same before, and it counts once.',
}

function isMe({ kind, name, ...more }: CastVote['voter'], me: Actor | undefined): boolean {
  if (me === undefined || kind === 'agent') return false
  return name === me.name || ('via' in more && more.via === me.name)
}
