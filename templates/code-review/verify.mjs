import { fail } from '../lib/phase.mjs'

/** Holds the findings to the bounds that the stage set. */
export function verifyReview({ inputs, outputs }) {
  const { findings, high } = outputs
  if (inputs.max_findings >= 0 && findings > inputs.max_findings)
    fail(`${findings} findings; at most ${inputs.max_findings} are allowed`)
  if (inputs.max_high >= 0 && high > inputs.max_high)
    fail(`${high} findings of high severity; at most ${inputs.max_high} are allowed`)
  return {}
}
