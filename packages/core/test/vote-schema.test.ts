import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { voteJobText } from '../src/vote-schema.ts'

const FILE = new URL('../../../schemas/vote-job.schema.json', import.meta.url)

test('the schema of a vote by queue is what the sources say: run `npm run schemas` after a change', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(voteJobText())
})

test('the schema of a vote by queue takes what a script puts there, and the vote inside has one of its own', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false })
  ajv.addSchema(JSON.parse(voteJobText()) as object)
  const fits = (data: unknown, part = '') => ajv.validate(`urn:muster:vote-job:1${part}`, data)
  const job = { token: 'a'.repeat(64), vote: '{}', signature: 'A'.repeat(86) }
  expect(fits(job)).toBe(true)
  expect(fits({ ...job, token: 'muster_secret' })).toBe(false)
  expect(fits({ ...job, surface: 'page' })).toBe(false)
  const vote = { gate: 'r.ask', decision: 'approve', seen: 'sha256:0', at: 1 }
  expect(fits(vote, '#/$defs/vote')).toBe(true)
  expect(fits({ ...vote, decision: 'maybe' }, '#/$defs/vote')).toBe(false)
  expect(fits({ ...vote, as: 'ana' }, '#/$defs/vote')).toBe(false)
})
