import { expect, test } from 'vitest'
import { createModelFolder } from '../src/model/fold-model.ts'
import { createNarrator } from '../src/render/change-lines.ts'
import { NO_COLOURS } from '../src/terminal.ts'
import {
  agent,
  createLedgerOf,
  dispatched,
  gateNode,
  graphOf,
  RUN,
  SUBMITTED,
  settled,
  started,
} from './fixtures.ts'

const GRAPH = graphOf(agent('build'), gateNode('approve', { requires: ['build'] }))

function tell() {
  const narrator = createNarrator(createModelFolder(RUN, GRAPH), NO_COLOURS)
  const ledger = createLedgerOf()
  return (...given: Parameters<typeof ledger>) =>
    // The time of day depends on where the test runs.
    narrator.tell(ledger(...given)).map((line) => line.replace(/^\d\d:\d\d:\d\d {2}/, ''))
}

test('every change is one line: who submitted, what started, what each phase came to', () => {
  const next = tell()
  expect(next(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP'))).toEqual([
    '  run      submitted by ann',
    '▸ build    running',
  ])
  expect(next(2_000, settled('build', 'BOOTSTRAP', true), dispatched('build', 'PREFLIGHT'))).toEqual([
    '  build    BOOTSTRAP succeeded in 400ms',
  ])
})

test('a phase that is tried again says when', () => {
  const next = tell()
  next(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP'))
  expect(
    next(2_000, settled('build', 'BOOTSTRAP', false), dispatched('build', 'BOOTSTRAP', 7_000, 2)),
  ).toEqual([
    '  build    BOOTSTRAP failed in 400ms: It broke. Mend it.',
    '  build    BOOTSTRAP is tried again in 5.0s',
  ])
})

test('votes and the verdict of a gate are told, with what was said', () => {
  const next = tell()
  next(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP'))
  const done = { kind: 'stage.finished', stage: 'build', status: 'succeeded', reason: null } as const
  const opened = {
    kind: 'gate.opened',
    stage: 'approve',
    approvers: ['bob'],
    deadline: 3_601_000,
    digest: 'd',
  } as const
  const lines = next(1_000, done, opened)
  expect(lines[0]).toMatch(/^✓ build {4}succeeded in 0ms$/)
  expect(lines[1]).toMatch(/^ {2}approve {2}waits for a decision until .* \(in 1h\)$/)
  const voter = { kind: 'person', name: 'bob', roles: [] } as const
  expect(
    next(
      2_000,
      {
        kind: 'gate.voted',
        stage: 'approve',
        vote: { voter, as: 'bob', decision: 'reject', comment: 'no\u001b[2J\nway' },
      },
      { kind: 'gate.decided', stage: 'approve', verdict: 'rejected', reason: null },
      { kind: 'stage.finished', stage: 'approve', status: 'failed', reason: 'rejected by bob' },
    ),
  ).toEqual([
    '  approve  bob votes to reject: no way',
    '  approve  rejected',
    '✗ approve  failed in 1.0s: rejected by bob',
  ])
})
