import { type HomeNumbers, runsIn, sumEnds, type WaitingJobs } from '@muster/core'
import type { ReactNode } from 'react'
import { Moment } from '../../ui/moment.tsx'
import { plural } from '../../ui/words.ts'

interface NumbersProps {
  readonly of: HomeNumbers
  /** Null for who may not know of the whole fleet. */
  readonly jobs: WaitingJobs | null
}

/** The numbers of now. */
export function Numbers({ of, jobs }: NumbersProps) {
  const { phasesPerSecond, failureRate, gates, hour } = of
  return (
    <section aria-label="Numbers">
      <h2>Now</h2>
      <dl className="numbers">
        <Number name="Phases per second" value={phasesPerSecond.toFixed(phasesPerSecond < 10 ? 1 : 0)}>
          over the last minute
        </Number>
        <Number name="Failure rate" value={failureRate === null ? '–' : `${Math.round(failureRate * 100)} %`}>
          of {plural(runsIn(sumEnds(hour)), 'run')} in an hour
        </Number>
        <Number name="Gates open" value={String(gates.open)}>
          {gates.medianAt !== null && gates.oldestAt !== null && (
            <>
              half of them for <Moment at={gates.medianAt} as="since" />, the longest for{' '}
              <Moment at={gates.oldestAt} as="since" />
            </>
          )}
        </Number>
        {jobs !== null && (
          <Number name="Jobs waiting" value={String(jobs.count)}>
            {jobs.oldestAt !== null && (
              <>
                the oldest for <Moment at={jobs.oldestAt} as="since" />
              </>
            )}
          </Number>
        )}
      </dl>
    </section>
  )
}

interface NumberProps {
  readonly name: string
  readonly value: string
  readonly children: ReactNode
}

function Number({ name, value, children }: NumberProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <p className="quiet">{children}</p>
      </dd>
    </div>
  )
}
