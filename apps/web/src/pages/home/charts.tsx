import { type Bucket, type HomeNumbers, runsIn, sumEnds } from '@muster/core'
import { useState } from 'react'
import { Bars } from '../../ui/bars.tsx'
import { plural, time } from '../../ui/words.ts'

const SPANS = {
  hour: { name: 'Last hour', unit: 'minute' },
  day: { name: 'Last day', unit: 'hour' },
} as const
type Span = keyof typeof SPANS

/** What came to an end, over the last hour or day. */
export function Charts({ of }: { readonly of: HomeNumbers }) {
  const [span, setSpan] = useState<Span>('hour')
  const buckets = of[span]
  const { unit } = SPANS[span]
  const ends = [time(buckets[0]?.at ?? 0), 'now'] as const
  const all = sumEnds(buckets)
  const succeeded = all.runs.succeeded
  const others = runsIn(all) - succeeded
  const most = Math.max(0, ...buckets.map(({ phases }) => phases))
  return (
    <section aria-label="Charts">
      <div className="line">
        <h2>Ended</h2>
        <fieldset className="spans" aria-label="Span">
          {(['hour', 'day'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="span" checked={one === span} onChange={() => setSpan(one)} />
              {SPANS[one].name}
            </label>
          ))}
        </fieldset>
      </div>
      <h3>
        Phases: {all.phases}
        {most > 0 && (
          <span className="quiet">
            , at most {most} in one {unit}
          </span>
        )}
      </h3>
      <Bars
        told={`Phases by the ${unit}, since ${ends[0]}: ${all.phases}, at most ${most} in one.`}
        bars={buckets.map((bucket) => ({
          told: `${time(bucket.at)}: ${plural(bucket.phases, 'phase')}`,
          up: bucket.phases,
        }))}
        ends={ends}
      />
      <h3>
        Runs: {succeeded} succeeded <span className="quiet">(up)</span>, {others} did not{' '}
        <span className="quiet">(down)</span>
      </h3>
      <Bars
        told={`Runs by the ${unit}, since ${ends[0]}: ${succeeded} succeeded, ${others} did not.`}
        bars={buckets.map(runsOf)}
        ends={ends}
      />
    </section>
  )
}

function runsOf(bucket: Bucket) {
  const { succeeded, ...others } = bucket.runs
  const ended = Object.entries(others).flatMap(([status, count]) =>
    count === 0 ? [] : [`, ${count} ${status.replace('_', ' ')}`],
  )
  return {
    told: `${time(bucket.at)}: ${succeeded} succeeded${ended.join('')}`,
    up: succeeded,
    down: runsIn(bucket) - succeeded,
  }
}
