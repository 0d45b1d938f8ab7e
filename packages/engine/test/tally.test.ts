import type { MinuteRow } from '@muster/core'
import { anAttempt, aGraph, aRun } from '@muster/testing'
import { createState } from '@muster/core'
import { expect, test } from 'vitest'
import { type MovingRun, toMove } from '../src/moving-run.ts'
import { createTally } from '../src/tally.ts'

const MINUTE = 30_000_000
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

function moved(ended: MovingRun['ended'], attempts: MovingRun['attempts'] = []): MovingRun {
  const row = aRun({ project: 'site' })
  const run = toMove(row, createState(row.id, aGraph()), null)
  run.attempts.push(...attempts)
  run.ended = ended
  return run
}

test('phases and runs that ended are added up by minute and project, and written five seconds later or at once when it stops', async () => {
  let now = MINUTE * 60_000
  const written: (readonly MinuteRow[])[] = []
  const ledger = { count: async (rows: readonly MinuteRow[]) => void written.push(rows) }
  const tally = createTally({ ledger, clock: () => now, log: SILENT })
  tally.note([moved(null, [anAttempt('r', 'a'), anAttempt('r', 'b', { status: 'superseded' })]), moved(null)])
  tally.note([moved('timed_out', [anAttempt('r', 'a', { status: 'failed' })]), moved('succeeded')])
  await tally.tell(false)
  expect(written).toEqual([])
  now += 5_000
  await tally.tell(false)
  const nothing = { failed: 0, cancelled: 0, revoked: 0 }
  expect(written).toEqual([
    [
      {
        tenant: 'default',
        project: 'site',
        minute: MINUTE,
        phases: 2,
        succeeded: 1,
        timedOut: 1,
        ...nothing,
      },
    ],
  ])
  tally.note([moved('failed')])
  await tally.tell(true)
  await tally.tell(true)
  expect(written).toHaveLength(2)
})

test('what cannot be written fails nobody', async () => {
  const refuse = { count: () => Promise.reject(new Error('away')) }
  const tally = createTally({ ledger: refuse, clock: () => 0, log: SILENT })
  tally.note([moved('failed')])
  await expect(tally.tell(true)).resolves.toBeUndefined()
})
