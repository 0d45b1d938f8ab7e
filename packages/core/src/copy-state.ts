import type { RunState } from './state.ts'

/** A state to try something on: what is folded into it leaves the other as it was. */
export function copyState(state: RunState): RunState {
  return {
    ...state,
    stages: new Map(state.stages),
    counters: new Map(state.counters),
    budgets: new Map(state.budgets),
    gates: new Map(state.gates),
    resuming: new Map(state.resuming),
    stopping: new Map(state.stopping),
    unmet: new Map(state.unmet),
    open: new Map(state.open),
    queued: new Map([...state.queued].map(([id, waiting]) => [id, [...waiting]])),
    agenda: new Set(state.agenda),
    changed: new Set(),
    effects: new Map([...state.effects].map(([id, effects]) => [id, [...effects]])),
    changedEffects: new Map(),
  }
}
