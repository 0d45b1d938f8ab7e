import { agentOf, counterOf } from './fold-agent.ts'
import type { OutcomeMessage } from './outcome.ts'
import { needsPermit, type PermitAsk } from './permit.ts'
import type { RunState } from './state.ts'

export type PermitJudgement =
  /** To be recorded, and then signed. */
  | { readonly kind: 'issued' }
  /** The same request was granted before: its answer was lost. */
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly because: string }

/**
 * Whether an agent may EXECUTE: only the attempt now dispatched, under its fence, by the plan that the ledger has, and
 * only while nothing stops it. A plan that was clarified away is no longer that plan.
 */
export function judgePermit(state: RunState, ask: PermitAsk): PermitJudgement {
  const stage = state.stages.get(ask.stage)
  const refused = (because: string): PermitJudgement => ({ kind: 'refused', because })
  if (stage?.status !== 'running' || stage.kind !== 'agent') return refused('the stage is not at work')
  const { step, planDigest, ending, permit } = stage.agent
  if (state.stopping.has(ask.stage) || ending !== null) return refused('the agent is being stopped')
  const { fence, attempt } = counterOf(state, ask.stage)
  if (ask.fence !== fence || ask.attempt !== attempt)
    return refused(`its fence is ${ask.fence}, that of the agent ${fence}`)
  if (step.kind !== 'dispatched' || step.phase !== 'EXECUTE') return refused('EXECUTE is not dispatched')
  if (planDigest === null || ask.plan !== planDigest) return refused('its plan is not the one in the ledger')
  return permit?.id === ask.permit ? { kind: 'again' } : { kind: 'issued' }
}

/** Whether an accepted outcome says that EXECUTE succeeded for which no permit was issued under its fence. */
export function isUnpermitted(state: RunState, { stage, phase, fence, outcome }: OutcomeMessage): boolean {
  const node = state.nodes.get(stage)
  if (phase !== 'EXECUTE' || outcome.kind !== 'succeeded') return false
  return node?.type === 'agent' && needsPermit(node.tier) && agentOf(state, stage).permit?.fence !== fence
}
