import { type InputSpec, type Json, misfitOf } from '@muster/core'

type Specs = Readonly<Record<string, InputSpec>>
/** What stands in the fields of a form, by name: what nobody touched is not there. */
export type Texts = Readonly<Record<string, string>>

/** What was filled in, and what is wrong with it, by name. */
export interface ReadInputs {
  readonly values: Readonly<Record<string, Json>>
  readonly problems: Readonly<Record<string, string>>
}

/** Reads the fields of a form as what it declares. An empty field is left out, so that its default counts. */
export function readInputs(specs: Specs, texts: Texts): ReadInputs {
  const values: Record<string, Json> = {}
  const problems: Record<string, string> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const text = texts[name] ?? textOf(spec)
    if (text === '') {
      if (spec.required && spec.default === undefined) problems[name] = 'This is required.'
      continue
    }
    const value = valueOf(spec, text)
    const why = misfitOf(spec, value)
    if (why === null) values[name] = value
    else problems[name] = `${why[0]?.toUpperCase()}${why.slice(1)}.`
  }
  return { values, problems }
}

/** What stands in a field before anyone touches it: its default. */
export function textOf({ type, default: given, enum: allowed }: InputSpec): string {
  if (given === undefined) return ''
  return type === 'string' && allowed === null && typeof given === 'string' ? given : JSON.stringify(given)
}

/** What is no JSON stays text, which is then told from what was expected. */
function valueOf({ type, enum: allowed }: InputSpec, text: string): Json {
  if (type === 'string' && allowed === null) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
