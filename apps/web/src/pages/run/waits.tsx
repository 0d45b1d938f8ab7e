import { visible, type Wait, WAIT_STATUS, type WaitKind, type WhyView } from '@muster/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { at, call } from '../../api/call.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Symbol } from '../../ui/symbol.tsx'
import { list, when } from '../../ui/words.ts'
import { useRun } from './run-context.tsx'

/** Kinds that say nothing more than the list of stages does. */
const OBVIOUS: ReadonlySet<WaitKind> = new Set(['needs', 'work', 'ended'])
/** More are not shown at once. */
const MOST = 20
/** An answer is asked for again no sooner than so many times what it took, nor than this. */
const REST_TIMES = 8
const REST_MS = 700

/** Why everything of the run waits; asked for again once the run has moved, the less often the longer it takes. */
export function useWaits(): readonly Wait[] {
  const run = useRun((followed) => followed.run.id)
  const seq = useRun((followed) => followed.run.seq)
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['why', run],
    queryFn: async () => {
      const began = performance.now()
      const { waits } = await call<WhyView>(at`/runs/${run}/why`)
      return { waits, seq, restMs: Math.max(REST_MS, REST_TIMES * (performance.now() - began)) }
    },
  })
  const moved = data !== undefined && data.seq < seq
  useEffect(() => {
    if (!moved) return
    const ask = () => void queries.invalidateQueries({ queryKey: ['why', run] })
    const timer = setTimeout(ask, data.restMs)
    return () => clearTimeout(timer)
  }, [moved, data, run, queries])
  return data?.waits ?? NO_WAITS
}

const NO_WAITS: readonly Wait[] = []

/** What somebody should know of: what waits for people or for something unusual, the rest told in a number. */
export function Waits({ of }: { readonly of: readonly Wait[] }) {
  const told = of.filter(({ kind }) => !OBVIOUS.has(kind))
  if (told.length === 0) return null
  return (
    <section className="waits" aria-label="Why it waits">
      <h2>Why it waits</h2>
      <ul>
        {told.slice(0, MOST).map((wait) => (
          <WaitItem key={`${wait.kind} ${wait.stage ?? ''}`} of={wait} />
        ))}
      </ul>
      {told.length > MOST && <p className="quiet">{told.length - MOST} more; each stage tells its own.</p>}
    </section>
  )
}

/** Why one thing waits, who can end it, by when, and what happens next. */
export function WaitItem({ of }: { readonly of: Wait }) {
  const { kind, stage, why, who, by, next, how } = of
  const run = useRun((followed) => followed.run.id)
  return (
    <li className="wait">
      <p>
        <span className={`status is-${WAIT_STATUS[kind]}`}>
          <Symbol name={WAIT_STATUS[kind]} />
          {kind}
        </span>{' '}
        <code>{stage ?? 'the run'}</code> {plain(why)}
      </p>
      <p className="quiet">
        {who.length > 0 && `${list(who)} can end it. `}
        {by !== null && (
          <>
            By {when(by)}, in <Moment at={by} as="until" />:{' '}
          </>
        )}
        {plain(next)}.
      </p>
      {kind === 'gate' && stage !== null && <Link href={at`/gates/${`${run}.${stage}`}`}>Decide</Link>}
      {how[0] !== undefined && <CopyCommand command={how[0]} />}
    </li>
  )
}

// Names stand in backticks for those who read it on a terminal.
function plain(text: string): string {
  return visible(text.replaceAll('`', ''), 1_000)
}
