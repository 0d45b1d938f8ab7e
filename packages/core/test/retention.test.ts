import { DEFAULT_RETENTION, readRetention } from '@muster/core'
import { expect, test } from 'vitest'

test('unless told otherwise 200 jobs are kept, and runs for ever', () => {
  expect(readRetention({ MUSTER_KEEP_JOBS: '', MUSTER_KEEP_RUNS: '' })).toEqual(DEFAULT_RETENTION)
  expect(DEFAULT_RETENTION).toEqual({ keepJobs: 200, keepRunsMs: null })
})

test('jobs are kept by number, none too, and runs by time', () => {
  expect(readRetention({ MUSTER_KEEP_JOBS: '0', MUSTER_KEEP_RUNS: '1d12h' })).toEqual({
    keepJobs: 0,
    keepRunsMs: 36 * 60 * 60_000,
  })
})

test.each([
  ['MUSTER_KEEP_JOBS', '-1'],
  ['MUSTER_KEEP_JOBS', '100001'],
  ['MUSTER_KEEP_JOBS', 'all'],
  ['MUSTER_KEEP_RUNS', '90'],
  ['MUSTER_KEEP_RUNS', 'forever'],
])('%s=%s is refused', (name, given) => {
  expect(() => readRetention({ [name]: given })).toThrow(`${name} is \`${given}\``)
})
