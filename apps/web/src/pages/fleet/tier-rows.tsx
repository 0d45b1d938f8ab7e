import type { QueueView, Tier, WorkerView } from '@muster/core'
import { Amount, Oldest } from './amount.tsx'
import { QueueLink } from './queue-rows.tsx'

/** What agents of each tier may do, in a word. */
const TIERS = ['observer', 'drafter', 'operator', 'privileged', 'steward'] as const satisfies Readonly<
  Record<Tier, string>
> &
  readonly string[]

interface TierRowsProps {
  readonly workers: readonly WorkerView[]
  readonly queues: readonly QueueView[]
}

/** Each tier: who serves it, and what waits for them. */
export function TierRows({ workers, queues }: TierRowsProps) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Tier</th>
          <th scope="col">Workers</th>
          <th scope="col">Waiting</th>
          <th scope="col">Oldest</th>
          <th scope="col">At work</th>
          <th scope="col">Failed jobs</th>
        </tr>
      </thead>
      <tbody>
        {TIERS.map((name, tier) => {
          const serving = workers.filter(
            ({ tiers, revoked, draining }) =>
              tiers.includes(tier) && revoked !== true && draining === undefined,
          )
          const queue = queues.find((one) => one.tier === tier)
          return (
            <tr key={name}>
              <td>
                {queue === undefined ? (
                  `T${tier} ${name}`
                ) : (
                  <QueueLink name={queue.name}>
                    T{tier} {name}
                  </QueueLink>
                )}
              </td>
              <td>
                {serving.length === 0 ? (
                  <span className="quiet">nobody takes new agents</span>
                ) : (
                  `${serving.length}, ${serving.reduce((sum, one) => sum + one.concurrency, 0)} places`
                )}
              </td>
              <Amount of={queue?.waiting ?? 0} word="waiting" />
              <td className="number">
                <Oldest at={queue?.oldestAt ?? null} />
              </td>
              <Amount of={queue?.active ?? 0} word="at work" />
              <Amount of={queue?.failed ?? 0} word="failed" />
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
