import { LIMIT_NAMES, type RunForecast } from '@muster/core'
import { expect, test } from 'vitest'
import { forecastLines } from '../src/render/forecast-lines.ts'

const FORECAST: RunForecast = {
  pipeline: 'deploy',
  version: '1.0.0',
  agents: 3,
  takes: { runs: 1, runsPerDay: 1, openGates: 2, tokens: 0 },
  quotas: [
    {
      project: null,
      limits: { openGates: 5 },
      usage: { runs: 4, agents: 2, runsPerDay: 9, openGates: 4, artifactBytes: 7, tokens: 8, cost: 0.5 },
    },
  ],
  refused: null,
}

test('a dry run says of each limit what is used, what the run would take, and what there is', () => {
  const [verdict, head, ...rows] = forecastLines(FORECAST, 200)
  expect(verdict).toBe('A run of deploy 1.0.0, with 3 stages of agents, would be admitted')
  expect(head).toMatch(/^PROJECT +WHAT +USED +TAKES +LIMIT$/)
  expect(rows).toHaveLength(LIMIT_NAMES.length)
  expect(rows[3]).toMatch(/^\(all\) +openGates +4 +2 +5$/)
  expect(rows[1]).toMatch(/^\(all\) +agents +2 +at most 3 +none$/)
})

test('a dry run of what would be refused says why', () => {
  expect(forecastLines({ ...FORECAST, refused: 'Tenant `default` has used 4 of 5.' }, 200)[0]).toMatch(
    / would be refused: Tenant `default` has used 4 of 5\.$/,
  )
})
