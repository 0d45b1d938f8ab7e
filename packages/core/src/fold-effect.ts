import { isReadEffect } from './declared-effect.ts'
import { digestOf } from './digest.ts'
import type { EffectProgress, EffectStanding } from './effect.ts'
import type { FactOf } from './fact.ts'
import type { AgentNode, StageId } from './graph.ts'
import type { Json } from './json.ts'
import type { PlannedAction, RunState } from './state.ts'

type EffectFact = FactOf<
  'effect.intended' | 'effect.denied' | 'effect.ended' | 'effect.refused' | 'effect.settled'
>

/** The effects that the agents of a stage asked for, in order of their numbers. */
export function effectsOf(state: RunState, stage: StageId): readonly EffectProgress[] {
  return state.effects.get(stage) ?? []
}

/** Takes what was decided or told about an effect. */
export function foldEffect(state: RunState, fact: EffectFact, at: number): void {
  switch (fact.kind) {
    case 'effect.intended':
      takeOver(state, fact.stage, fact.asked.holder, at)
      return put(state, fact.stage, {
        number: fact.effect,
        asked: fact.asked,
        askedAt: at,
        standing: { status: 'intended' },
      })
    case 'effect.denied': {
      const { code, reason } = fact
      takeOver(state, fact.stage, fact.asked.holder, at)
      return put(state, fact.stage, {
        number: fact.effect,
        asked: fact.asked,
        askedAt: at,
        standing: { status: 'denied', code, reason },
      })
    }
    case 'effect.ended': {
      const { reason, result, ended } = fact
      const standing: EffectStanding =
        ended === 'unknown'
          ? { status: 'unknown', told: true, reason, result, at }
          : { status: ended, reason, result, at }
      return stand(state, fact.stage, fact.effect, standing)
    }
    case 'effect.refused':
      return
    case 'effect.settled': {
      const { happened, by, reason } = fact
      const status = happened ? 'happened' : 'did_not_happen'
      return stand(state, fact.stage, fact.effect, { status, by, reason, at })
    }
  }
}

/** What an attempt that is over had under way is unknown from now on. */
export function abandonEffects(state: RunState, stage: StageId, at: number): void {
  if (state.effects.size > 0) takeOver(state, stage, null, at)
}

/** What anyone but `holder` had under way is unknown from now on. */
function takeOver(state: RunState, stage: StageId, holder: string | null, at: number): void {
  for (const { number, asked, standing } of effectsOf(state, stage)) {
    if (standing.status !== 'intended' || asked.holder === holder) continue
    const reason = 'its attempt was over before anyone told how it ended'
    stand(state, stage, number, { status: 'unknown', told: false, reason, result: {}, at })
  }
}

function stand(state: RunState, stage: StageId, number: number, standing: EffectStanding): void {
  const effect = effectsOf(state, stage)[number - 1]
  if (effect === undefined) throw new TypeError(`no effect ${number} of ${stage}`)
  put(state, stage, { ...effect, standing })
}

function put(state: RunState, stage: StageId, effect: EffectProgress): void {
  const effects = state.effects.get(stage) ?? []
  effects[effect.number - 1] = effect
  state.effects.set(stage, effects)
  const changed = state.changedEffects.get(stage) ?? new Set()
  state.changedEffects.set(stage, changed.add(effect.number))
}

/** Whether nobody knows if an effect that changes something happened, as far as who asks as `holder` can tell. */
export function isDoubtful({ asked, standing }: EffectProgress, holder: string | null): boolean {
  if (isReadEffect(asked.verb, asked.target)) return false
  return standing.status === 'unknown' || (standing.status === 'intended' && asked.holder !== holder)
}

/** Why an agent may not go on after EXECUTE, or null: at T2 and above a person must settle what is unknown. */
export function doubtAfterExecute(state: RunState, node: AgentNode): string | null {
  if (state.effects.size === 0 || node.tier < 2) return null
  const doubtful = effectsOf(state, node.id).find((effect) => isDoubtful(effect, null))
  if (doubtful === undefined) return null
  const { verb, target } = doubtful.asked
  return `it is unknown whether effect ${doubtful.number}, \`${verb}\` on \`${target}\`, happened: settle it, then retry`
}

/** What the actions of a plan allow; what is malformed allows nothing. */
export function plannedActions(plan: Json | undefined): readonly PlannedAction[] {
  const actions = (plan as { readonly actions?: Json } | null | undefined)?.actions
  if (!Array.isArray(actions)) return []
  return (actions as readonly Json[]).flatMap((action) => {
    const { verb, target, parameters } = (action ?? {}) as Readonly<Partial<Record<string, Json>>>
    if (typeof verb !== 'string' || typeof target !== 'string') return []
    return parameters === undefined ? [{ verb, target }] : [{ verb, target, digest: digestOf(parameters) }]
  })
}
