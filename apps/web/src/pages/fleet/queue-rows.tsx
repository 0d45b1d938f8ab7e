import type { QueueView } from '@muster/core'
import type { ReactNode } from 'react'
import { Amount, Oldest } from './amount.tsx'
import { useMay } from '../../ui/use-may.ts'

/** The queues that are of no tier. */
export function QueueRows({ of }: { readonly of: readonly QueueView[] }) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Queue</th>
          <th scope="col">Waiting</th>
          <th scope="col">Oldest</th>
          <th scope="col">At work</th>
          <th scope="col">Until later</th>
          <th scope="col">Failed jobs</th>
        </tr>
      </thead>
      <tbody>
        {of.map((queue) => (
          <tr key={queue.name}>
            <td>
              <QueueLink name={queue.name}>{queue.name}</QueueLink>
              <p className="quiet">{about(queue)}</p>
            </td>
            <Amount of={queue.waiting} word="waiting" />
            <td className="number">
              <Oldest at={queue.oldestAt} />
            </td>
            <Amount of={queue.active} word="at work" />
            <Amount of={queue.delayed} word="later" />
            <Amount of={queue.failed} word="failed" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function about({ worker, name }: QueueView): string {
  if (worker !== null) return `agents that ${worker} keeps warm`
  if (name.includes('gates')) return 'deadlines of open gates'
  return name.includes('votes') ? 'votes from scripts' : 'submissions from scripts'
}

/** The way to a queue in Bull Board, for those who may look there. */
export function QueueLink({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const mayLook = useMay('operate')
  if (!mayLook) return <>{children}</>
  return <a href={`/queues/queue/${encodeURIComponent(name)}`}>{children}</a>
}
