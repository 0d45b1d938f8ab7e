import { visible } from '@muster/core'
import { useMemo } from 'react'
import { actorName } from '../../ui/actor-name.ts'
import { Lasting } from '../../ui/lasting.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Status } from '../../ui/status.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { list, when } from '../../ui/words.ts'
import { tallyOf } from './model/list-rows.ts'
import type { Following } from './model/run-feed.ts'
import { RunActions } from './run-actions.tsx'
import { useFollowed, useRun } from './run-context.tsx'

/** What a run is, where it stands, and what may be done to it. */
export function RunHead() {
  const { run, graph, stages, withoutSandbox } = useFollowed()
  useTitle(`${run.pipeline} · ${run.status.replace('_', ' ')}`)
  const { total, ended, failed } = useMemo(() => tallyOf(graph.nodes, stages), [graph, stages])
  return (
    <header className="run-head">
      <div className="run-name">
        <h1>
          {run.pipeline} <span className="quiet">{run.version}</span>
        </h1>
        <code>{run.id}</code>
        <RunActions />
      </div>
      <p className="facts-line">
        <Status of={run.status} />
        {run.trimmedAt === null && (
          <span className="progress">
            <progress max={Math.max(1, total)} value={ended} aria-label="Stages that have ended" />
            {ended} of {total}
            {failed > 0 && `, ${failed} failed`}
          </span>
        )}
        <span>
          <Lasting from={run.submittedAt} to={run.finishedAt} />
        </span>
        <span>
          by {actorName(run.by)}, <Moment at={run.submittedAt} as="ago" />
        </span>
        {run.deadlineAt !== null && <span>until {when(run.deadlineAt)}</span>}
        {withoutSandbox.length > 0 && <span className="note">without a sandbox: {list(withoutSandbox)}</span>}
        {run.yesToGates && <span className="note">gates approve themselves: a demonstration</span>}
        <FollowNote />
      </p>
      {run.reason !== null && run.status !== 'succeeded' && (
        <p className="why">{visible(run.reason, 2_000)}</p>
      )}
      {run.trimmedAt !== null && (
        <p className="note">Trimmed {when(run.trimmedAt)}: stages and entries are no longer kept.</p>
      )}
    </header>
  )
}

const WORDS: Readonly<Record<Following, string>> = {
  connecting: 'Connecting …',
  live: 'Following',
  lost: 'Connection lost: this is how it was. Going on from entry',
  ended: 'All of it, up to entry',
}

/** Whether what is shown of the run is what is so, and up to which entry. */
function FollowNote() {
  const following = useRun((_, how) => how)
  const seq = useRun(({ run }) => run.seq)
  return (
    <output className="connection" data-state={following} data-seq={seq}>
      {WORDS[following]} {following === 'lost' || following === 'ended' ? seq : ''}
    </output>
  )
}
