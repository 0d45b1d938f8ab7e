import type { RunForecast } from '@muster/core'
import { expect, test } from 'vitest'
import { forecastLines } from '../src/render/forecast-lines.ts'

const START = {
  inputProblems: [],
  graph: null,
  refusal: null,
  quota: [
    { project: null, name: 'openGates', limit: 5, used: 4, takes: 2 },
    { project: null, name: 'agents', limit: null, used: 2, takes: 3 },
    { project: 'web', name: 'tokens', limit: 900, used: 8, takes: null },
  ],
} as const
const FORECAST: RunForecast = {
  problems: [],
  declares: { name: 'deploy', version: '1.0.0', description: null, inputs: {} },
  start: START,
  agents: 3,
}

test('a dry run says of each limit what is used, what the run would take, and what there is', () => {
  const [verdict, head, ...rows] = forecastLines(FORECAST, 200)
  expect(verdict).toBe('A run of deploy 1.0.0, with 3 stages of agents, would be admitted')
  expect(head).toMatch(/^PROJECT +WHAT +USED +TAKES +LIMIT$/)
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatch(/^\(all\) +openGates +4 +2 +5$/)
  expect(rows[1]).toMatch(/^\(all\) +agents +2 +at most 3 +none$/)
  expect(rows[2]).toMatch(/^web +tokens +8 +as it is used +900$/)
})

test('a dry run of what would be refused says why', () => {
  const refusal = {
    code: 'MUSTER_QUOTA',
    message: 'Tenant `default` has used 4 of 5.',
    hint: '',
    problems: [],
  }
  expect(forecastLines({ ...FORECAST, start: { ...START, refusal } }, 200)[0]).toMatch(
    / would be refused: Tenant `default` has used 4 of 5\.$/,
  )
})
