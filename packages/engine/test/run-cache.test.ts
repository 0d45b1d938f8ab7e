import { createState, type Graph, type Ledger, type RunRow } from '@muster/core'
import { expect, test } from 'vitest'
import { createRunCache } from '../src/run-cache.ts'

const graph: Graph = {
  name: 'p',
  version: '1.0.0',
  description: null,
  inputs: {},
  templates: {},
  nodes: [],
  timeoutMs: null,
}
/** A ledger in which no run is. */
const EMPTY = { transaction: async () => [] } as unknown as Pick<Ledger, 'transaction'>
/** A run without stages weighs five. */
const CAPACITY = 10

function cacheAt() {
  const time = { now: 0 }
  const cache = createRunCache(CAPACITY, () => time.now)
  const move = (id: string) => cache.keep(row(id), createState(id, graph))
  const kept = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map((id) => cache.known(EMPTY, [id])))
    return ids.filter((_, index) => found[index] !== null)
  }
  return { time, cache, move, kept }
}

function row(id: string): RunRow {
  return {
    tenant: 'default',
    project: 'default',
    id,
    pipeline: 'p',
    version: '1.0.0',
    status: 'running',
    reason: null,
    by: { kind: 'script', name: 'test', roles: [] },
    yesToGates: false,
    idempotencyKey: null,
    graphDigest: '',
    submittedAt: 0,
    finishedAt: null,
    deadlineAt: null,
    trimmedAt: null,
    seq: 0,
    head: '',
  }
}

test('More runs than fit, which move in turn, leave those kept that were first', async () => {
  const { move, kept } = cacheAt()
  for (let turn = 0; turn < 3; turn += 1) for (const id of ['a', 'b', 'c']) move(id)
  expect(await kept(['a', 'b', 'c'])).toEqual(['a', 'b'])
})

test('A run that idles gives its place to one that moves', async () => {
  const { time, move, kept } = cacheAt()
  for (const id of ['a', 'b']) move(id)
  time.now = 59_000
  move('b')
  time.now = 61_000
  move('c')
  expect(await kept(['a', 'b', 'c'])).toEqual(['b', 'c'])
})

test('A run that ended is not kept, and leaves its place', async () => {
  const { cache, move, kept } = cacheAt()
  for (const id of ['a', 'b']) move(id)
  const state = createState('a', graph)
  state.progress = { status: 'succeeded', reason: null, finishedAt: 1 }
  cache.keep(row('a'), state)
  move('c')
  expect(await kept(['a', 'b', 'c'])).toEqual(['b', 'c'])
})
