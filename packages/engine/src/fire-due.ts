import { type Due, type Fact, gateAt, gateDue, PLANNER, type RunState } from '@muster/core'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'

const BATCH = 200

/** Fires deadlines that have passed: of gates, of stages that outlived their worker, of runs. */
export async function fireDue(deps: EngineDeps, beat: Beat): Promise<number> {
  const now = deps.clock()
  const due = await deps.ledger.due(now, BATCH)
  if (due.length > 0)
    await beat.move(due.map((one) => ({ run: one.run, judge: (state) => dueFact(state, one, now) })))
  return due.length
}

/** What a deadline comes to, or null when the run moved on in the meantime. */
function dueFact(state: RunState, due: Due, now: number): Fact | null {
  if (state.progress.status !== 'running') return null
  if (due.stage === null) {
    if (state.deadline === null || state.deadline > now) return null
    return {
      kind: 'run.stopping',
      status: 'timed_out',
      by: PLANNER,
      reason: 'the run took longer than its timeout',
    }
  }
  const stage = state.stages.get(due.stage)
  if (stage?.status === 'waiting') {
    const at = gateAt(state, due.stage)
    if (at === null || at.gate.decided !== null) return null
    return gateDue(at.policy, at.gate, due.stage, now)
  }
  if (stage?.status !== 'running' || stage.kind !== 'agent' || stage.agent.ending !== null) return null
  const { deadline } = stage.agent
  return deadline === null || deadline > now ? null : { kind: 'stage.timed_out', stage: due.stage }
}
