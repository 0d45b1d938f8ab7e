import { RUN_STATUSES } from '@muster/core'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../src/exit-code.ts'

test('a run that ended badly ends the command with a code of its own', () => {
  expect(Object.fromEntries(RUN_STATUSES.map((status) => [status, exitCodeOf(status)]))).toEqual({
    running: 0,
    succeeded: 0,
    failed: 1,
    cancelled: 6,
    revoked: 7,
    timed_out: 124,
  })
})
