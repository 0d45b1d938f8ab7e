import { visible } from '@muster/core'
import { Status } from '../../../ui/status.tsx'
import { useStage } from '../run-context.tsx'
import { useAddress } from '../use-address.ts'

/** Another stage of the run: its name, and how it stands. */
export function StageLink({ to }: { readonly to: string }) {
  const [, show] = useAddress()
  const stage = useStage(to)
  return (
    <button type="button" className="plain stage-link" onClick={() => show({ stage: to, tab: null })}>
      {visible(to, 200)} {stage !== null && <Status of={stage.status} />}
    </button>
  )
}
