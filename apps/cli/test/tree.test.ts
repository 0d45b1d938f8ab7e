import { expect, test } from 'vitest'
import { createModelFolder } from '../src/model/fold-model.ts'
import type { RunModel, StageModel } from '../src/model/run-model.ts'
import { stageTree } from '../src/model/stage-tree.ts'
import { renderTree } from '../src/render/tree.ts'
import { NO_COLOURS } from '../src/terminal.ts'
import {
  agent,
  branch,
  condition,
  createLedgerOf,
  dispatched,
  gateNode,
  graphOf,
  parallel,
  RUN,
  SUBMITTED,
  settled,
  started,
} from './fixtures.ts'

const wide = { now: 5_000, theme: NO_COLOURS, columns: 200, maxLines: 100 }

const GRAPH = graphOf(
  agent('build'),
  parallel('checks', ['checks.0', 'checks.1']),
  branch('checks.0', 'checks', ['checks.0.lint']),
  agent('checks.0.lint', { parent: 'checks.0' }),
  branch('checks.1', 'checks', ['checks.1.unit', 'checks.1.load']),
  agent('checks.1.unit', { parent: 'checks.1' }),
  agent('checks.1.load', { parent: 'checks.1', requires: ['checks.1.unit'] }),
  gateNode('approve', { requires: ['build'] }),
)

test('a branch with one stage is not shown; one with more is', () => {
  const places = stageTree(GRAPH).map(({ label, depth }) => `${'  '.repeat(depth)}${label}`)
  expect(places).toEqual(['build', 'checks', '  lint', '  1', '    unit', '    load', 'approve'])
})

test('branches of a foreach with the same stage are told apart', () => {
  const graph = graphOf(
    parallel('scan', ['scan.0', 'scan.1']),
    branch('scan.0', 'scan', ['scan.0.audit'], { item: 'a' }),
    agent('scan.0.audit', { parent: 'scan.0' }),
    branch('scan.1', 'scan', ['scan.1.audit'], { item: 'b' }),
    agent('scan.1.audit', { parent: 'scan.1' }),
  )
  expect(stageTree(graph).map((place) => place.label)).toEqual(['scan', '0.audit', '1.audit'])
})

test('a run is drawn as one line for itself and one for each stage, with phases and durations', () => {
  const ledger = createLedgerOf()
  const folder = createModelFolder(RUN, GRAPH)
  folder.add(ledger(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP')))
  folder.add(ledger(2_000, settled('build', 'BOOTSTRAP', true), dispatched('build', 'PREFLIGHT')))
  expect(renderTree(folder.model(), wide)).toEqual([
    'demo 1.0.0  demo-1  running  4.0s',
    '  ▸ build     running    ●◉○○○○○○    4.0s',
    '  · checks    pending',
    '    · lint    pending    ○○○○○○○○',
    '    · 1       pending',
    '      · unit  pending    ○○○○○○○○',
    '      · load  pending    ○○○○○○○○',
    '  · approve   pending',
  ])
})

test('a stage that failed says why, and what could not start is skipped', () => {
  const ledger = createLedgerOf()
  const folder = createModelFolder(RUN, graphOf(agent('build'), gateNode('approve', { requires: ['build'] })))
  const ending = { stage: 'build', status: 'failed', reason: 'It broke.\nBadly.' } as const
  folder.add(ledger(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP')))
  folder.add(
    ledger(
      2_000,
      settled('build', 'BOOTSTRAP', false),
      { kind: 'stage.ending', ...ending },
      { kind: 'stage.finished', ...ending },
      { kind: 'stage.finished', stage: 'approve', status: 'skipped', reason: '`build` failed' },
      { kind: 'run.finished', status: 'failed', reason: 'Stage `build` failed.' },
    ),
  )
  expect(renderTree(folder.model(), wide)).toEqual([
    'demo 1.0.0  demo-1  failed  1.0s  Stage `build` failed.',
    '  ✗ build    failed     ✗○○○○○○○    1.0s  It broke. Badly.',
    '  - approve  skipped                      `build` failed',
  ])
})

test('what is inside a skipped stage is not shown', () => {
  const graph = graphOf(
    condition('choose', 'true', 'choose.then', 'choose.else'),
    branch('choose.then', 'choose', ['choose.then.a', 'choose.then.b']),
    agent('choose.then.a', { parent: 'choose.then' }),
    agent('choose.then.b', { parent: 'choose.then' }),
    branch('choose.else', 'choose', ['choose.else.c']),
    agent('choose.else.c', { parent: 'choose.else' }),
  )
  const ledger = createLedgerOf()
  const folder = createModelFolder(RUN, graph)
  folder.add(
    ledger(
      1_000,
      SUBMITTED,
      { kind: 'condition.decided', stage: 'choose', taken: 'else' },
      { kind: 'stage.finished', stage: 'choose.then', status: 'skipped', reason: null },
    ),
  )
  const labels = renderTree(folder.model(), wide).map((line) => line.trim().split(/\s+/)[1])
  expect(labels).toEqual(['1.0.0', 'choose', 'then', 'c'])
})

function stage(id: string, status: StageModel['status']): StageModel {
  const times = { startedAt: null, finishedAt: null, deadlineAt: null, budget: null }
  return { id, label: id, depth: 0, type: 'agent', status, reason: null, phases: null, ...times }
}

test('a tree too tall for the terminal keeps what runs, waits or failed, and counts the rest', () => {
  const stages = [
    ...Array.from({ length: 10 }, (_, i) => stage(`done-${i}`, 'succeeded')),
    stage('broken', 'failed'),
    ...Array.from({ length: 3 }, (_, i) => stage(`busy-${i}`, 'running')),
    ...Array.from({ length: 10 }, (_, i) => stage(`later-${i}`, 'pending')),
  ]
  const model: RunModel = {
    id: 'r',
    pipeline: 'p',
    version: '1',
    status: 'running',
    reason: null,
    startedAt: 0,
    finishedAt: null,
    stages,
  }
  const lines = renderTree(model, { ...wide, maxLines: 8 })
  expect(lines).toHaveLength(8)
  expect(lines.slice(1).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual([
    '✗ broken',
    '▸ busy-0',
    '▸ busy-1',
    '▸ busy-2',
    '· later-0',
    '· later-1',
    '… 18',
  ])
  expect(lines.at(-1)).toBe('  … 18 more: 10 succeeded, 8 open')
})

test('no line is wider than the terminal', () => {
  const lines = renderTree(
    {
      id: 'a-run-with-a-long-name',
      pipeline: 'pipeline-with-a-long-name',
      version: '1.0.0',
      status: 'failed',
      reason: 'x'.repeat(300),
      startedAt: 0,
      finishedAt: 1,
      stages: [{ ...stage('y'.repeat(60), 'failed'), reason: 'z'.repeat(300) }],
    },
    { ...wide, columns: 60 },
  )
  expect(lines.map((line) => line.length)).toEqual([60, 60])
})
