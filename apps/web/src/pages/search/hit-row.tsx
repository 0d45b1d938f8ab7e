import { agentId, type SearchHit } from '@muster/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import { Moment } from '../../ui/moment.tsx'
import { sentence } from '../../ui/sentence.ts'
import { Status } from '../../ui/status.tsx'
import { Symbol } from '../../ui/symbol.tsx'
import { short } from '../../ui/words.ts'
import { Marked } from './marked.tsx'
import { step } from './step.ts'

interface HitRowProps {
  readonly hit: SearchHit
  readonly words: readonly string[]
}

/** Something that was found, on a line that leads to its place. */
export function HitRow({ hit, words }: HitRowProps) {
  const mark = (text: string, most?: number) => <Marked text={text} words={words} most={most ?? 300} />
  switch (hit.kind) {
    case 'run': {
      const { id, pipeline, status, submittedAt, by, reason } = hit.run
      return (
        <Row
          href={at`/runs/${id}`}
          state={<Status of={status} />}
          name={mark(pipeline)}
          id={mark(id)}
          told={status === 'succeeded' || reason === null ? null : mark(reason)}
          more={<>by {mark(by.name, 100)}</>}
          moment={submittedAt}
        />
      )
    }
    case 'agent':
    case 'stage': {
      const { run, stage, status, reason, pipeline, phase, startedAt } = hit
      return (
        <Row
          href={`${at`/runs/${run}`}?${new URLSearchParams({ stage })}`}
          state={<Status of={status} />}
          name={mark(stage)}
          id={mark(agentId(run, stage))}
          told={reason === null ? null : mark(reason)}
          more={
            <>
              {mark(pipeline)}
              {phase !== null && `, ${phase}`}
            </>
          }
          moment={startedAt}
        />
      )
    }
    case 'gate': {
      const { run, stage, verdict, message, reason, pipeline, openedAt, round } = hit
      return (
        <Row
          href={at`/gates/${agentId(run, stage)}`}
          state={<GateState verdict={verdict} />}
          name={mark(message ?? `Decide ${stage}`)}
          id={mark(agentId(run, stage))}
          told={reason === null ? null : mark(reason)}
          more={
            <>
              {mark(pipeline)}
              {round > 1 && `, round ${round}`}
            </>
          }
          moment={openedAt}
        />
      )
    }
    case 'entry': {
      const { seq, cause, effects, hash } = hit.entry
      const said = [cause, ...effects].map(sentence).join('; ')
      return (
        <Row
          href={`${at`/runs/${hit.run}`}?entry=${seq}`}
          state={<span className="status">entry {seq}</span>}
          name={mark(said, 500)}
          id={mark(hit.run)}
          told={null}
          more={<code title={hash}>{short(hash)}</code>}
          moment={hit.entry.at}
        />
      )
    }
  }
}

function GateState({ verdict }: { readonly verdict: string | null }) {
  if (verdict === null) return <Status of="waiting" />
  const symbol = verdict === 'approved' ? 'succeeded' : verdict === 'rejected' ? 'failed' : 'cancelled'
  return (
    <span className={`status is-${symbol}`}>
      <Symbol name={symbol} />
      {verdict.replace('_', ' ')}
    </span>
  )
}

interface RowProps {
  readonly href: string
  readonly state: ReactNode
  readonly name: ReactNode
  readonly id: ReactNode
  /** Why it is so. */
  readonly told: ReactNode
  readonly more: ReactNode
  readonly moment: number | null
}

function Row({ href, state, name, id, told, more, moment }: RowProps) {
  return (
    <li className="hit">
      <span className="hit-state">{state}</span>
      <div className="hit-text">
        <Link href={href} onKeyDown={step}>
          {name}
        </Link>{' '}
        <code className="quiet">{id}</code>
        {told !== null && <p className="why">{told}</p>}
      </div>
      <span className="hit-more quiet">
        {more}
        {moment !== null && (
          <>
            {' '}
            <Moment at={moment} as="ago" />
          </>
        )}
      </span>
    </li>
  )
}
