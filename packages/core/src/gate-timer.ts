import type { FactOf } from './fact.ts'
import type { GatePolicy } from './gate.ts'
import type { StageId } from './graph.ts'
import type { GateProgress } from './state.ts'

export interface GateTimer {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly fires: FactOf<'gate.reminded' | 'gate.expired' | 'gate.ripened'>['kind']
}

/** What happens at an open gate by itself next: its delay is over, a reminder, or its deadline. */
export function gateTimer({ remindMs = null }: GatePolicy, gate: GateProgress): GateTimer {
  const { deadline, heldUntil, openedAt, reminded } = gate
  if (heldUntil !== null) return { at: heldUntil, fires: 'gate.ripened' }
  const reminder = remindMs === null ? deadline : openedAt + remindMs * (reminded + 1)
  return reminder < deadline
    ? { at: reminder, fires: 'gate.reminded' }
    : { at: deadline, fires: 'gate.expired' }
}

/** What an open gate comes to at this time, or null when nothing is due yet. */
export function gateDue(
  policy: GatePolicy,
  gate: GateProgress,
  stage: StageId,
  now: number,
): FactOf<GateTimer['fires']> | null {
  const { at, fires } = gateTimer(policy, gate)
  return at > now ? null : { kind: fires, stage }
}
