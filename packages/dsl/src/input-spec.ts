import type { InputSpec, InputType, Json } from '@muster/core'
import { evaluate } from './cel/evaluate.ts'
import { isRecord } from './json.ts'
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

const ARTICLES: Readonly<Record<InputType, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
}

/** What is expected of a value of a type, in words. */
function typeText(type: InputType): string {
  return ARTICLES[type]
}

/** Whether a value is of a declared type. */
function isOfType(type: InputType, value: Json): boolean {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
    case 'integer':
      return Number.isSafeInteger(value)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
  }
}

/** Why a value does not fit its input, or null when it does. */
export function misfit(spec: Pick<InputSpec, 'type' | 'enum' | 'pattern'>, value: Json): string | null {
  if (!isOfType(spec.type, value)) return `expected ${typeText(spec.type)}, got ${show(value)}`
  if (spec.enum !== null && !spec.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value)))
    return `expected one of ${spec.enum.map(show).join(', ')}, got ${show(value)}`
  if (spec.pattern !== null && typeof value === 'string' && !matches(value, spec.pattern))
    return `expected a match of \`${spec.pattern}\`, got ${show(value)}`
  return null
}

/** Whether a text matches an RE2 pattern: linear in the text. Throws MUSTER_EXPRESSION when the pattern is none. */
export function matches(text: string, pattern: string): boolean {
  return evaluate('inputs.text.matches(inputs.pattern)', { inputs: { text, pattern }, stages: {} }) === true
}

function show(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
