import { DEFAULT_RETENTION, readRetention } from '@muster/core'
import { expect, test } from 'vitest'

const DAY_MS = 24 * 60 * 60_000

test('unless told otherwise 200 jobs are kept, runs for ever, and all their checkpoints for a week', () => {
  expect(readRetention({ MUSTER_KEEP_JOBS: '', MUSTER_KEEP_RUNS: '' })).toEqual(DEFAULT_RETENTION)
  expect(DEFAULT_RETENTION).toEqual({ keepJobs: 200, keepRunsMs: null, keepCheckpointsMs: 7 * DAY_MS })
})

test('jobs are kept by number, none too, runs and checkpoints by time', () => {
  const env = { MUSTER_KEEP_JOBS: '0', MUSTER_KEEP_RUNS: '1d12h', MUSTER_KEEP_CHECKPOINTS: '2d' }
  expect(readRetention(env)).toEqual({
    keepJobs: 0,
    keepRunsMs: 1.5 * DAY_MS,
    keepCheckpointsMs: 2 * DAY_MS,
  })
})

test.each([
  ['MUSTER_KEEP_JOBS', '-1'],
  ['MUSTER_KEEP_JOBS', '100001'],
  ['MUSTER_KEEP_JOBS', 'all'],
  ['MUSTER_KEEP_RUNS', '90'],
  ['MUSTER_KEEP_RUNS', 'forever'],
  ['MUSTER_KEEP_CHECKPOINTS', '7'],
])('%s=%s is refused', (name, given) => {
  expect(() => readRetention({ [name]: given })).toThrow(`${name} is \`${given}\``)
})
