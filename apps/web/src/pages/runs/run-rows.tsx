import type { RunSummary } from '@muster/core'
import { Link } from 'wouter'
import { at } from '../../api/call.ts'
import type { RunCounts } from '../../api/queries.ts'
import { actorName } from '../../ui/actor-name.ts'
import { Moment } from '../../ui/moment.tsx'
import { span } from '../../ui/span.ts'
import { Status } from '../../ui/status.tsx'

interface RunRowsProps {
  readonly runs: readonly RunSummary[]
  readonly counts: Readonly<Record<string, RunCounts>>
}

/** Runs as a table. */
export function RunRows({ runs, counts }: RunRowsProps) {
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Run</th>
          <th scope="col">Stages</th>
          <th scope="col">By</th>
          <th scope="col">Submitted</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className={`is-${run.status}`}>
            <td>
              <Status of={run.status} />
            </td>
            <td>
              <Link href={at`/runs/${run.id}`}>{run.pipeline}</Link> <code className="quiet">{run.id}</code>
              {run.reason !== null && run.status !== 'succeeded' && <p className="why">{run.reason}</p>}
            </td>
            <td>
              <Progress of={counts[run.id]} />
            </td>
            <td>{actorName(run.by)}</td>
            <td className="number">
              <Moment at={run.submittedAt} as="ago" />
            </td>
            <td className="number">
              {run.finishedAt === null ? (
                <Moment at={run.submittedAt} as="since" />
              ) : (
                span(run.finishedAt - run.submittedAt)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Progress({ of }: { readonly of: RunCounts | undefined }) {
  if (of === undefined) return <span className="quiet">trimmed</span>
  const open = of.waiting === 0 ? '' : `, ${of.waiting} waiting`
  return (
    <span className="progress">
      <progress max={Math.max(1, of.total)} value={of.ended} aria-label="Stages that have ended" />
      {of.ended} of {of.total}
      {open}
    </span>
  )
}
