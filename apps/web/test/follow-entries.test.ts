import { type EntryView, foldEntries, type Graph, type RunState, type RunView } from '@muster/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGraph } from '../../../packages/core/test/support/arbitrary-graph.ts'
import { lived, retried } from '../../../packages/core/test/support/lived.ts'
import { runRow, stageRow } from '../../../packages/engine/src/project.ts'
import { followEntries, startsAgain } from '../src/pages/run/model/follow-entries.ts'
import { type FollowedRun, type FollowedStage, toFollowed } from '../src/pages/run/model/followed-run.ts'

const RUNS = Number(process.env['MUSTER_TEST_RUNS'] ?? 100)

test('a run followed entry by entry is what its rows say, after each of them', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), (graph, seed) => {
      const entries = livedEntries(graph, seed)
      let followed = followedAt(graph, entries, 1)
      for (let seq = 2; seq <= entries.length; seq += 1) {
        followed = followEntries(followed, entries.slice(seq - 1, seq))
        expect(shown(followed)).toEqual(shown(followedAt(graph, entries, seq)))
      }
    }),
    { numRuns: RUNS },
  )
})

test('entries that rows already hold lead to the same rows, and those that were followed change nothing', () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.integer(), fc.nat(), fc.nat(20), (graph, seed, from, ahead) => {
      const entries = livedEntries(graph, seed)
      const start = 1 + (from % entries.length)
      const again = entries.findIndex((entry, index) => index >= start && startsAgain(entry))
      const seen = Math.min(again < 0 ? entries.length : again, start + ahead)
      const later = followedAt(graph, entries, seen)
      const read = { ...later, run: { ...later.run, seq: start } }
      const caught = followEntries(read, entries.slice(start))
      expect(shown(caught)).toEqual(shown(followedAt(graph, entries, entries.length)))
      expect(followEntries(caught, entries)).toBe(caught)
    }),
    { numRuns: RUNS },
  )
})

function livedEntries(graph: Graph, seed: number): readonly EntryView[] {
  const { world, next } = lived(graph, seed)
  retried(world, next, 2)
  return world.entries.map((entry) => ({ ...entry, hash: `hash ${entry.seq}` }))
}

/** What the API would say after that many entries. */
function followedAt(graph: Graph, entries: readonly EntryView[], seq: number): FollowedRun {
  const state = foldEntries('run', graph, entries.slice(0, seq))
  return toFollowed(graph, viewOf(state), false)
}

const ROW = { tenant: 't', id: 'run', status: 'running' } as Parameters<typeof runRow>[0]

function viewOf(state: RunState): RunView {
  return {
    run: runRow(ROW, state, `hash ${state.seq}`),
    stages: state.graph.nodes.map(({ id }, position) => stageRow(ROW, state, id, position)),
    inputs: {},
    attempts: [],
    gates: [],
    withoutSandbox: [],
    effects: [],
    policy: null,
  }
}

function shown({ run, stages }: FollowedRun) {
  const { status, reason, finishedAt, deadlineAt, seq } = run
  return { run: { status, reason, finishedAt, deadlineAt, seq }, stages: [...stages.values()].map(told) }
}

/** Once it is pending again, how often a stage was tried is no news. */
function told({ stage, status, reason, phase, attempt, fence, startedAt, finishedAt }: FollowedStage) {
  return { stage, status, reason, phase, attempt, fence, startedAt, finishedAt }
}
