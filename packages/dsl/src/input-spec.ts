import { type InputSpec, type Json, misfitOf, shortJson } from '@muster/core'
import { evaluate } from './cel/evaluate.ts'
import type { InputDocument } from './schema/words.ts'

/** What a document says of an input, with what it leaves out filled in. */
function specOf(document: InputDocument): InputSpec {
  return {
    type: document.type,
    description: document.description ?? null,
    required: document.required ?? document.default === undefined,
    default: document.default,
    enum: document.enum ?? null,
    pattern: document.pattern ?? null,
  }
}

/** The specs of all inputs of a document. */
export function specsOf(
  inputs: Readonly<Record<string, InputDocument>> | undefined,
): Record<string, InputSpec> {
  return Object.fromEntries(Object.entries(inputs ?? {}).map(([name, input]) => [name, specOf(input)]))
}

/** Why a value does not fit its input, or null when it does. */
export function misfit(spec: Pick<InputSpec, 'type' | 'enum' | 'pattern'>, value: Json): string | null {
  const why = misfitOf(spec, value)
  if (why !== null) return why
  if (spec.pattern !== null && typeof value === 'string' && !matches(value, spec.pattern))
    return `expected a match of \`${spec.pattern}\`, got ${shortJson(value)}`
  return null
}

/** Whether a text matches an RE2 pattern: linear in the text. Throws MUSTER_EXPRESSION when the pattern is none. */
export function matches(text: string, pattern: string): boolean {
  return evaluate('inputs.text.matches(inputs.pattern)', { inputs: { text, pattern }, stages: {} }) === true
}
