import { type InputSpec, type Json, MusterError, type Template } from '@muster/core'
import { misfit, specsOf } from './input-spec.ts'
import type { Pipeline } from './schema/pipeline.ts'
import { didYouMean } from './suggest.ts'

/** The inputs of a run: those given, with defaults for the others; and every way in which they do not fit. */
export function checkInputs(
  pipeline: Pipeline,
  given: Readonly<Record<string, Json>>,
): { readonly inputs: Readonly<Record<string, Json>>; readonly problems: readonly string[] } {
  const specs = specsOf(pipeline.inputs)
  const inputs: Record<string, Json> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default
    if (value !== undefined) inputs[name] = value
  }
  return { inputs, problems: problemsOf(specs, given) }
}

/** Every way in which the inputs given to a template do not fit it. */
export function checkTemplateInputs(
  template: Pick<Template, 'inputs'>,
  inputs: Readonly<Record<string, Json>>,
): readonly string[] {
  return problemsOf(template.inputs, inputs)
}

/** What an approver filled in, with defaults for the rest, and the first way in which it does not fit the form. */
export function checkForm(
  form: Readonly<Record<string, InputSpec>>,
  given: Readonly<Record<string, Json>>,
): { readonly values: Readonly<Record<string, Json>>; readonly problem: string | null } {
  const values: Record<string, Json> = {}
  for (const [name, { default: value }] of Object.entries(form)) if (value !== undefined) values[name] = value
  return { values: { ...values, ...given }, problem: problemsOf(form, given)[0] ?? null }
}

function problemsOf(
  specs: Readonly<Record<string, InputSpec>>,
  given: Readonly<Record<string, Json>>,
): readonly string[] {
  const problems: string[] = []
  for (const [name, value] of Object.entries(given)) {
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (spec === undefined) {
      const hint = didYouMean(name, Object.keys(specs))
      problems.push(`\`${name}\` is not declared${hint === null ? '' : `; ${hint}`}`)
      continue
    }
    const why = misfit(spec, value)
    if (why !== null) problems.push(`\`${name}\`: ${why}`)
  }
  for (const [name, spec] of Object.entries(specs))
    if (spec.required && spec.default === undefined && !Object.hasOwn(given, name))
      problems.push(`\`${name}\` is required`)
  return problems
}

/**
 * Texts from a command line as the values that the pipeline declares: `3` is a number only for a number, and lists and
 * objects are JSON. Throws MUSTER_INPUTS_INVALID when a text cannot be read so.
 */
export function coerceInputs(
  pipeline: Pipeline,
  given: Readonly<Record<string, string>>,
): Record<string, Json> {
  return coerceForm(specsOf(pipeline.inputs), given)
}

/** As coerceInputs, of a form whose fields are known. */
export function coerceForm(
  specs: Readonly<Record<string, InputSpec>>,
  given: Readonly<Record<string, string>>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(given).map(([name, text]) => {
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
      const value = spec === undefined ? text : coerce(spec, text)
      if (value !== undefined) return [name, value]
      const problem = `\`${name}\`: expected ${spec?.type ?? 'text'}, got \`${text.slice(0, 80)}\``
      throw new MusterError('MUSTER_INPUTS_INVALID', { problem, declared: Object.keys(specs).join(', ') })
    }),
  )
}

function coerce({ type }: InputSpec, text: string): Json | undefined {
  if (type === 'string') return text
  try {
    const value = JSON.parse(text) as Json
    return misfit({ type, enum: null, pattern: null }, value) === null ? value : undefined
  } catch {
    return undefined
  }
}
