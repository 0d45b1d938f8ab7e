import type { CheckpointView, CheckpointsAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { at, call, send } from '../../../api/call.ts'
import { Act } from '../../../ui/act.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { Status } from '../../../ui/status.tsx'
import { useMay } from '../../../ui/use-may.ts'
import { plural, short, when } from '../../../ui/words.ts'
import { useFeed, useRun } from '../run-context.tsx'

/** The checkpoints of a stage, newest first; an ended run goes on from those that count. */
export function Checkpoints({ stage }: { readonly stage: string }) {
  const run = useRun((followed) => followed.run.id)
  const status = useRun((followed) => followed.run.status)
  const touched = useRun((followed) => followed.touched.get(stage) ?? 0)
  const may = useMay('operate')
  const { data, error } = useQuery({
    queryKey: ['checkpoints', run, stage, touched, status],
    queryFn: () =>
      call<CheckpointsAnswer>(`${at`/runs/${run}/checkpoints`}?stage=${encodeURIComponent(stage)}`),
    placeholderData: (before) => before,
  })
  if (error !== null) return <Problem of={error} />
  if (data === undefined) return <Loading what="its checkpoints" />
  if (data.checkpoints.length === 0) return <p className="quiet">It has none.</p>
  return (
    <ol className="checkpoints">
      {data.checkpoints.toReversed().map((one) => (
        <li key={`${one.fence} ${one.digest}`}>
          <p>
            <b>{one.phase.toLowerCase()}</b> <Status of={one.outcome} />{' '}
            <span className="quiet">
              attempt {one.attempt}, {when(one.at)}, <code title={one.digest}>{short(one.digest)}</code>
            </span>
          </p>
          <p className="quiet">{told(one.holds)}</p>
          {one.resumable && may && status !== 'running' && <Resume run={run} of={one} />}
        </li>
      ))}
    </ol>
  )
}

function Resume({ run, of: { stage, phase } }: { readonly run: string; readonly of: CheckpointView }) {
  const feed = useFeed()
  return (
    <Act
      name="Resume from here"
      what={`The run starts again, and ${stage} goes on after its ${phase.toLowerCase()}; what requires it runs anew.`}
      command={() => `npx muster resume ${run} --from ${stage}/${phase}`}
      act={() => send(at`/runs/${run}/resume`, { stage, phase }).then(feed.again)}
    />
  )
}

function told(holds: CheckpointView['holds']): string {
  if (holds === null) return 'No longer kept.'
  const { workspace, planDigest, outputs, saved } = holds
  const parts = [
    `${plural(workspace.files, 'file')}, ${workspace.bytes} B`,
    planDigest !== null && 'a plan',
    outputs.length > 0 && plural(outputs.length, 'output'),
    saved && 'what the agent saved',
    workspace.omitted > 0 && `${workspace.omitted} left out`,
    !workspace.whole && 'the workspace of before',
  ]
  return parts.filter((part) => part !== false).join(', ')
}
