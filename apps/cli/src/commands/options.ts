import { MusterError, parseDuration } from '@muster/core'
import { Option } from 'commander'

/** `--input name=value`, repeatable. */
export function inputOption(): Option {
  return new Option('-i, --input <name=value>', 'an input of the pipeline; repeat it for more')
    .default([], 'none')
    .argParser((value: string, before: readonly string[]) => [...before, value])
}

/** `--inputs-json OBJECT`, instead of `--input`. */
export function inputsJsonOption(): Option {
  return new Option('--inputs-json <object>', 'all inputs, as one JSON object')
}

/** Milliseconds of `--timeout`, or null. Throws MUSTER_USAGE. */
export function timeoutOf(given: string | undefined): number | null {
  if (given === undefined) return null
  const ms = parseDuration(given)
  if (ms !== null && ms > 0 && ms < 2 ** 31) return ms
  throw new MusterError('MUSTER_USAGE', {
    problem: `\`--timeout ${given}\`: expected a duration, as 30m or 1h30m.`,
  })
}

/** A whole number of an option, within bounds. Throws MUSTER_USAGE. */
export function wholeNumber(option: string, min: number, max: number): (given: string) => number {
  return (given) => {
    const value = Number(given)
    if (/^\d+$/.test(given) && value >= min && value <= max) return value
    const problem = `\`${option} ${given}\`: expected a whole number from ${min} to ${max}.`
    throw new MusterError('MUSTER_USAGE', { problem })
  }
}
