import { effectsOf } from '../fold-effect.ts'
import { isReadEffect } from '../declared-effect.ts'
import { effectName } from '../name.ts'
import type { RunState } from '../state.ts'
import { isEnded } from '../status.ts'
import { inheritNeeds } from './inherit-needs.ts'
import { OPERATORS, type Surroundings, WAIT_KINDS, type Wait, type WhyView } from './wait.ts'
import { whyStage } from './why-stage.ts'

/**
 * Why everything of a run that waits does so, who can end it, by when, and what happens next. It decides nothing: it says
 * what `advance` would do about each thing, and what that depends on.
 */
export function why(state: RunState, around: Surroundings): WhyView {
  const stages = state.graph.nodes.flatMap((node) => whyStage(state, node, around) ?? [])
  const waits = [...whyRun(state), ...whyEffects(state), ...inheritNeeds(state, stages)]
  const rank = ({ kind }: Wait) => WAIT_KINDS.indexOf(kind)
  return {
    run: state.run,
    status: state.progress.status,
    at: around.now,
    waits: waits.toSorted((a, b) => rank(a) - rank(b)),
  }
}

function whyRun(state: RunState): readonly Wait[] {
  const { progress, run, deadline, startedAt } = state
  if (progress.status === 'succeeded') return []
  const ofRun = { stage: null, on: [] }
  if (progress.status !== 'running') {
    const { status, reason, finishedAt } = progress
    const final = status === 'revoked'
    const word = status.replace('_', ' ')
    return [
      {
        ...ofRun,
        kind: 'ended',
        since: finishedAt,
        why: `the run ended ${word}${reason === null ? '' : `: ${reason}`}`,
        who: final ? [] : OPERATORS,
        by: null,
        next: final ? 'nothing: a revoked run stays so' : 'nothing, until somebody retries it',
        how: final ? [] : [`npx muster retry ${run}`],
      },
    ]
  }
  if (progress.stopping !== null) {
    const { status, reason } = progress.stopping
    return [
      {
        ...ofRun,
        kind: 'stopping',
        since: null,
        why: `the run is being stopped, ${status.replace('_', ' ')}${reason === null ? '' : `: ${reason}`}`,
        who: [],
        by: null,
        next: 'what is at work leaves its evidence, then the run ends',
        how: [],
      },
    ]
  }
  if (deadline === null) return []
  return [
    {
      ...ofRun,
      kind: 'deadline',
      since: startedAt,
      why: 'the whole run has a timeout',
      who: [],
      by: deadline,
      next: 'what has not ended is stopped, and the run ends timed out',
      how: [],
    },
  ]
}

/** Effects of which a person must say whether they happened. */
function whyEffects(state: RunState): readonly Wait[] {
  if (state.progress.status === 'succeeded') return []
  return [...state.effects.keys()].flatMap((stage) =>
    effectsOf(state, stage).flatMap(({ number, asked, standing }): readonly Wait[] => {
      if (standing.status !== 'unknown' || isReadEffect(asked.verb, asked.target)) return []
      const settle = `npx muster effects settle ${state.run} ${effectName(stage, number)}`
      const at = state.stages.get(stage)
      const over = at !== undefined && isEnded(at.status)
      return [
        {
          kind: 'effect',
          stage,
          since: standing.at,
          why: `nobody knows whether effect ${number}, \`${asked.verb}\` on \`${asked.target}\`, happened`,
          who: OPERATORS,
          by: null,
          next: over
            ? 'once somebody says so, a retry can go on'
            : 'until somebody says so, its agent may change nothing more',
          how: [`${settle} --happened`, `${settle} --did-not-happen`],
          on: [],
        },
      ]
    }),
  )
}
