import { type Json, MusterError } from '@muster/core'

export type Inputs = Readonly<Record<string, Json>>

/** The inputs of `--input name=value`, split at the first `=`. Throws MUSTER_INPUT_FORMAT, or MUSTER_USAGE for one given twice. */
export function inputsOfPairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const inputs = new Map<string, string>()
  for (const given of pairs) {
    const equals = given.indexOf('=')
    if (equals < 1) throw new MusterError('MUSTER_INPUT_FORMAT', { given })
    const name = given.slice(0, equals)
    if (inputs.has(name))
      throw new MusterError('MUSTER_USAGE', { problem: `Input \`${name}\` is given twice.` })
    inputs.set(name, given.slice(equals + 1))
  }
  return Object.fromEntries(inputs)
}

/** The inputs of `--inputs-json`. Throws MUSTER_USAGE when it is not one JSON object. */
export function inputsOfJson(text: string): Inputs {
  const problem = '`--inputs-json` takes one JSON object, as `{"environment":"staging"}`.'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new MusterError('MUSTER_USAGE', { problem })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MusterError('MUSTER_USAGE', { problem })
  return value as Inputs
}
