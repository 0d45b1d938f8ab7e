import { createState, nodeOf } from './create-state.ts'
import type { Entry } from './fact.ts'
import { fold } from './fold.ts'
import { agentOf } from './fold-agent.ts'
import type { Graph, StageId } from './graph.ts'
import { AGENT_PHASES_ORDERED, isClosingPhase, type WorkPhase } from './phase.ts'
import type { ResumePoint, RunState } from './state.ts'

/** Whether an agent can go on from a checkpoint that this phase left when it succeeded. */
export function isResumable(phase: WorkPhase): boolean {
  return !isClosingPhase(phase)
}

/**
 * Where the stages of a run can be resumed, by stage and phase: the newest success of each phase, as far as nothing that
 * came later has overtaken it.
 *
 * R1. A stage that started with another brief has other inputs: what it had before counts no more.
 * R2. A phase that succeeds again overtakes the later ones, which belong to the plan or the walk before.
 */
export function resumePoints(
  run: string,
  graph: Graph,
  entries: Iterable<Entry>,
): ReadonlyMap<StageId, ReadonlyMap<WorkPhase, ResumePoint>> {
  const state = createState(run, graph)
  const points = new Map<StageId, Map<WorkPhase, ResumePoint>>()
  const briefs = new Map<StageId, string | null>()
  for (const { cause, effects, at } of entries) {
    for (const fact of [cause, ...effects]) {
      fold(state, fact, at)
      if (fact.kind === 'stage.started' && nodeOf(state, fact.stage).type === 'agent') {
        if (briefs.get(fact.stage) !== fact.brief) points.set(fact.stage, new Map())
        briefs.set(fact.stage, fact.brief)
      }
      if (fact.kind !== 'attempt.settled' || fact.outcome.kind !== 'succeeded') continue
      const of = points.get(fact.stage)
      if (of !== undefined) note(state, of, fact.stage, fact.phase, fact.outcome.checkpoint)
    }
  }
  return points
}

function note(
  state: RunState,
  points: Map<WorkPhase, ResumePoint>,
  stage: StageId,
  phase: WorkPhase,
  checkpoint: string | undefined,
): void {
  for (const later of AGENT_PHASES_ORDERED.slice(AGENT_PHASES_ORDERED.indexOf(phase))) points.delete(later)
  if (checkpoint === undefined || !isResumable(phase)) return
  const { brief, planDigest, actions, outputs } = agentOf(state, stage)
  points.set(phase, { phase, checkpoint, brief, planDigest, actions, outputs })
}
