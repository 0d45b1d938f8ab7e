import type { RunStatus } from '@muster/core'
import { at, send } from '../../api/call.ts'
import { Act } from '../../ui/act.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { useMay } from '../../ui/use-may.ts'
import { useFeed, useRun } from './run-context.tsx'

/** What may be done to a run as it now stands; nothing for those who may not. */
export function RunActions() {
  const id = useRun(({ run }) => run.id)
  const status = useRun(({ run }) => run.status)
  const trimmed = useRun(({ run }) => run.trimmedAt !== null)
  const may = useMay('operate')
  if (!may || trimmed) return null
  return (
    <div className="acts">
      {status === 'running' ? <RunningActions run={id} /> : <EndedActions run={id} status={status} />}
    </div>
  )
}

function RunningActions({ run }: { readonly run: string }) {
  return (
    <>
      <Act
        name="Cancel"
        what="What works now is stopped and leaves its evidence; nothing new starts. The run can be retried."
        reason="wanted"
        command={(why) => `npx muster cancel ${run} --reason ${shellWord(why)}`}
        act={(why) => send(at`/runs/${run}/cancel`, why === '' ? {} : { reason: why })}
      />
      <Act
        name="Revoke"
        kind="grave"
        what="Every agent of the run is killed, and nothing of it commits any more. This is final: a revoked run cannot be retried."
        reason="needed"
        command={(why) => `npx muster revoke run ${run} --reason ${shellWord(why)}`}
        act={(why) => send('/revocations', { scope: 'run', id: run, reason: why })}
      />
    </>
  )
}

function EndedActions({ run, status }: { readonly run: string; readonly status: RunStatus }) {
  const feed = useFeed()
  if (status === 'succeeded' || status === 'revoked') return null
  return (
    <Act
      name="Retry"
      kind="main"
      what="What did not succeed starts again, with all that requires it; what succeeded stays as it is."
      command={() => `npx muster retry ${run}`}
      act={() => send(at`/runs/${run}/retry`).then(feed.again)}
    />
  )
}
