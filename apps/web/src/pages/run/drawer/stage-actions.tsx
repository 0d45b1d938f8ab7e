import { isEnded } from '@muster/core'
import { useMemo } from 'react'
import { at, send } from '../../../api/call.ts'
import { Act } from '../../../ui/act.tsx'
import { shellWord } from '../../../ui/shell-word.ts'
import { useMay } from '../../../ui/use-may.ts'
import type { FollowedStage } from '../model/followed-run.ts'
import { tellRerun } from '../model/tell-rerun.ts'
import { useFeed, useFollowed, useRun } from '../run-context.tsx'

/** What may be done to a stage as it now stands; nothing for those who may not. */
export function StageActions({ of: { stage, status, type } }: { readonly of: FollowedStage }) {
  const run = useRun((followed) => followed.run.id)
  const running = useRun((followed) => followed.run.status === 'running')
  const may = useMay('operate')
  if (!may) return null
  if (!running) return status === 'revoked' ? null : <Rerun stage={stage} />
  const agent = `${run}.${stage}`
  if (type === 'agent' && !isEnded(status))
    return (
      <Act
        name="Revoke agent"
        kind="grave"
        what="The agent is killed, and nothing of it commits any more. This is final; the run goes on without it."
        reason="needed"
        command={(why) => `npx muster revoke agent ${agent} --reason ${shellWord(why)}`}
        act={(why) => send('/revocations', { scope: 'agent', id: agent, reason: why })}
      />
    )
  return null
}

/** Starts an ended run again from a stage, told which stages then run. */
function Rerun({ stage }: { readonly stage: string }) {
  const feed = useFeed()
  const followed = useFollowed()
  const { id, status, trimmedAt } = followed.run
  const what = useMemo(() => tellRerun(followed, stage), [followed, stage])
  if (status === 'revoked' || trimmedAt !== null) return null
  return (
    <Act
      name="Rerun from here"
      kind="main"
      what={what}
      command={() => `npx muster retry ${id} --from ${stage}`}
      act={() => send(at`/runs/${id}/retry`, { from: stage }).then(feed.again)}
    />
  )
}
