import { type InputValue, type Json, MusterError, type PipelineContext } from '@muster/core'
import { evaluate } from './evaluate.ts'
import { hasExpression, splitText } from './text.ts'

/** What a value comes to: a text that is one `${{ CEL }}` keeps the type of its result, otherwise results become part of the text. Throws MUSTER_EXPRESSION. */
export function renderValue(value: InputValue, context: PipelineContext): Json {
  return 'value' in value ? value.value : renderText(value.text.source, context)
}

/** What a text with `${{ CEL }}` in it comes to. Throws MUSTER_EXPRESSION. */
function renderText(text: string, context: PipelineContext): Json {
  const parts = splitText(text)
  if (parts === null)
    throw new MusterError('MUSTER_EXPRESSION', {
      source: text.slice(0, 200),
      problem: 'a `${{` is not closed',
    })
  const [only] = parts
  if (parts.length === 1 && only !== undefined && 'source' in only)
    return evaluate(only.source.trim(), context)
  return parts
    .map((part) => ('literal' in part ? part.literal : asText(evaluate(part.source.trim(), context))))
    .join('')
}

/** A whole value with every text in it rendered. Throws MUSTER_EXPRESSION. */
export function renderDeep(value: Json, context: PipelineContext): Json {
  if (typeof value === 'string') return hasExpression(value) ? renderText(value, context) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: Json) => renderDeep(item, context))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderDeep(item, context)]))
}

/** A value as part of a text: JSON, but a text as it is. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
