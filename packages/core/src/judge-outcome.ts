import { counterOf } from './fold-agent.ts'
import type { OutcomeMessage } from './outcome.ts'
import type { RunState } from './state.ts'

export type Judgement =
  | { readonly kind: 'accepted' }
  /** The same attempt under the same fence was settled before: nothing is lost by dropping it. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly because: string }

/** Whether an outcome may change the run: only that of the attempt now dispatched, under its fence. */
export function judgeOutcome(state: RunState, message: OutcomeMessage): Judgement {
  const stage = state.stages.get(message.stage)
  if (stage === undefined) return { kind: 'refused', because: 'the run has no such stage' }
  const { fence, settled } = counterOf(state, message.stage)
  if (message.fence > fence)
    return { kind: 'refused', because: `its fence ${message.fence} was never dispatched` }
  if (stage.status !== 'running' || stage.kind !== 'agent') {
    if (message.fence === fence && settled === fence) return { kind: 'duplicate' }
    return { kind: 'refused', because: `the stage is not at work: it is ${stage.status}` }
  }
  if (message.fence < fence) {
    return { kind: 'refused', because: `its fence ${message.fence} is older than ${fence}` }
  }
  const { step } = stage.agent
  if (step.kind !== 'dispatched') return { kind: 'duplicate' }
  if (step.phase !== message.phase)
    return { kind: 'refused', because: `${step.phase} was dispatched, not ${message.phase}` }
  return { kind: 'accepted' }
}
