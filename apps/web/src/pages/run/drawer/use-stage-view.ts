import type { StageAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { at, call } from '../../../api/call.ts'
import { useRun } from '../run-context.tsx'

/** A stage as the API tells it, asked for again with each entry that names it. */
export function useStageView(stage: string) {
  const run = useRun((followed) => followed.run.id)
  const status = useRun((followed) => followed.stages.get(stage)?.status)
  const touched = useRun((followed) => followed.touched.get(stage) ?? 0)
  return useQuery({
    queryKey: ['stage', run, stage, touched, status],
    queryFn: () => call<StageAnswer>(at`/runs/${run}/stages/${stage}`),
    placeholderData: (before) => (before?.stage.stage === stage ? before : undefined),
  })
}
