import { fail, readPhase } from '../lib/phase.mjs'

const { inputs, outputs } = readPhase()
const { findings, high } = outputs
if (inputs.max_findings >= 0 && findings > inputs.max_findings)
  fail(`${findings} findings; at most ${inputs.max_findings} are allowed`)
if (inputs.max_high >= 0 && high > inputs.max_high)
  fail(`${high} findings of high severity; at most ${inputs.max_high} are allowed`)
