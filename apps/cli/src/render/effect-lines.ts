import { type EffectRow, type EffectStatus, effectName } from '@muster/core'
import { printable } from '../terminal.ts'
import { renderTable } from './table.ts'
import { dayAndTime } from './when.ts'

/** What each standing of an effect is called. */
export const EFFECT_WORDS: Readonly<Record<EffectStatus, string>> = {
  intended: 'under way',
  denied: 'denied',
  done: 'done',
  failed: 'failed',
  unknown: 'unknown',
  happened: 'happened',
  did_not_happen: 'did not happen',
}

/** Effects as a table, in order of stage and number. */
export function renderEffects(effects: readonly EffectRow[], columns: number): readonly string[] {
  const rows = effects.map((effect) => [
    effectName(effect.stage, effect.number),
    EFFECT_WORDS[effect.status],
    dayAndTime(effect.askedAt),
    effect.verb,
    printable(effect.target),
    printable(effect.reason ?? '').replace(/\s+/g, ' '),
  ])
  return renderTable(['EFFECT', 'STATUS', 'ASKED', 'VERB', 'TARGET', 'WHY'], rows, columns)
}

/** How effects of a run wait for somebody to say whether they happened; nothing when none does. */
export function unknownLines(run: string, effects: readonly EffectRow[]): readonly string[] {
  const unknown = effects.filter(({ status }) => status === 'unknown')
  return unknown.map((effect) => {
    const name = effectName(effect.stage, effect.number)
    return `${name} is unknown: ${effect.verb} ${printable(effect.target)}. Settle it with \`npx muster effects settle ${run} ${name} --happened\` or \`--did-not-happen\`.`
  })
}
