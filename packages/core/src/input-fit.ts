import type { Json } from './json.ts'
import type { InputSpec, InputType } from './template.ts'

const WORDS: Readonly<Record<InputType, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
}

/** Why a value is none that its input may have, as a sentence, or null when it is one. Its pattern is not looked at. */
export function misfitOf(
  { type, enum: allowed }: Pick<InputSpec, 'type' | 'enum'>,
  value: Json,
): string | null {
  if (!isOfType(type, value)) return `expected ${WORDS[type]}, got ${shortJson(value)}`
  if (allowed !== null && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    return `expected one of ${allowed.map(shortJson).join(', ')}, got ${shortJson(value)}`
  return null
}

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
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

/** A value as a message about it shows it. */
export function shortJson(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
