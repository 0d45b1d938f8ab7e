import { type Json, MusterError } from '@muster/core'
import { evaluate } from '../cel/evaluate.ts'
import { renderDeep } from '../cel/render.ts'
import { isForeach, type OutlineStage } from '../outline.ts'
import type { Scope } from './scope.ts'

const MAX_ELEMENTS = 1_000

/** The elements that a `foreach` runs over, or null when the stage has none. Throws MUSTER_INPUTS_INVALID when it gives no list, or too long a one. */
export function elementsOf(stage: OutlineStage, scope: Scope): readonly Json[] | null {
  if (!isForeach(stage)) return null
  const written = stage.body['foreach'] ?? null
  const value =
    typeof written === 'string' ? evaluate(written, scope.context) : renderDeep(written, scope.context)
  if (Array.isArray(value) && value.length <= MAX_ELEMENTS) return value as readonly Json[]
  const got = Array.isArray(value) ? `${value.length} elements` : JSON.stringify(value).slice(0, 80)
  throw new MusterError('MUSTER_INPUTS_INVALID', {
    problem: `\`foreach\` of stage \`${stage.path}\` needs a list of at most ${MAX_ELEMENTS} elements, got ${got}`,
    declared: Object.keys(scope.context.inputs).join(', ') || 'none',
  })
}
