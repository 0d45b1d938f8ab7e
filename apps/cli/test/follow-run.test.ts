import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EntryView, RunStatus, RunView } from '@muster/core'
import { Muster } from '@muster/sdk'
import { afterEach, expect, test } from 'vitest'
import { createContext, type Globals } from '../src/context.ts'
import { followRun } from '../src/follow/follow-run.ts'
import {
  agent,
  createLedgerOf,
  dispatched,
  gateNode,
  gateView,
  graphOf,
  RUN,
  SUBMITTED,
  settled,
  started,
} from './fixtures.ts'

const GRAPH = graphOf(agent('build'), gateNode('approve', { requires: ['build'] }))
const ledger = createLedgerOf()
const ENTRIES: readonly EntryView[] = [
  ledger(1_000, SUBMITTED, started('build'), dispatched('build', 'BOOTSTRAP')),
  ledger(
    2_000,
    settled('build', 'BOOTSTRAP', true),
    { kind: 'stage.finished', stage: 'build', status: 'succeeded', reason: null },
    { kind: 'gate.opened', stage: 'approve', approvers: ['ann', 'bob'], deadline: 3_600_000, digest: 'd' },
  ),
  ledger(
    3_000,
    { kind: 'gate.decided', stage: 'approve', verdict: 'approved', reason: null },
    { kind: 'stage.finished', stage: 'approve', status: 'succeeded', reason: null },
    { kind: 'run.finished', status: 'succeeded', reason: null },
  ),
]

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** A Muster whose run stands still after `upTo` entries, or has ended after all of them. */
async function serve(upTo: number): Promise<Muster> {
  const status: RunStatus = upTo === ENTRIES.length ? 'succeeded' : 'running'
  const view: RunView = {
    run: { ...RUN, status, seq: 1 },
    inputs: {},
    stages: [],
    attempts: [],
    gates: [],
    withoutSandbox: [],
    policy: null,
    effects: [],
  }
  server = createServer(({ url = '' }, response) => {
    const answer = url.endsWith('/graph') ? GRAPH : url.startsWith('/api/gates/') ? gateView() : view
    if (!url.endsWith('/events')) return void response.end(JSON.stringify(answer))
    for (const entry of ENTRIES.slice(0, upTo))
      response.write(`event: entry\nid: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`)
    if (status !== 'running') response.end(`event: end\ndata: {"status":"${status}"}\n\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new Muster({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

function contextOf(globals: Partial<Globals> = {}) {
  const written = { out: '', err: '' }
  const to = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text
    },
    terminal: null,
  })
  const io = { env: {}, cwd: '/', user: 'ann', out: to('out'), err: to('err'), now: () => 3_000 }
  return { written, context: createContext(io, { output: 'text', color: 'auto', ...globals }) }
}

const options = {
  run: RUN.id,
  shownFrom: 0,
  waitGates: true,
  timeoutMs: null,
  signal: new AbortController().signal,
}

test('a run is told line by line to its end, and a gate that waits is announced once', async () => {
  const muster = await serve(ENTRIES.length)
  const { written, context } = contextOf()
  const followed = await followRun(context, { muster, link: 'http://link' }, options)
  expect(followed).toMatchObject({ why: 'ended', model: { status: 'succeeded' } })
  expect(written.out.match(/npx muster approve demo-1\.approve/g)).toHaveLength(1)
  expect(written.out).toContain('browser  http://link')
  expect(written.out).toMatch(/BOOTSTRAP succeeded[^]*approve +approved[^]*run +succeeded/)
})

test('who does not wait for gates is let go as soon as only a decision can move the run', async () => {
  const muster = await serve(2)
  const followed = await followRun(
    contextOf().context,
    { muster, link: '' },
    { ...options, waitGates: false },
  )
  expect(followed.why).toBe('gate')
})

test('a wait that runs out, and a signal, stop following and say which it was', async () => {
  const muster = await serve(2)
  const late = await followRun(contextOf().context, { muster, link: '' }, { ...options, timeoutMs: 50 })
  expect(late.why).toBe('timeout')
  const signal = AbortSignal.timeout(50)
  const stopped = await followRun(contextOf().context, { muster, link: '' }, { ...options, signal })
  expect(stopped.why).toBe('interrupted')
})

test('with -o jsonl standard output holds the entries and nothing else; old news is left out', async () => {
  const muster = await serve(ENTRIES.length)
  const { written, context } = contextOf({ output: 'jsonl' })
  await followRun(context, { muster, link: '' }, { ...options, shownFrom: 1 })
  const lines = written.out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as EntryView)).toEqual(ENTRIES.slice(1))
  expect(written.err).toContain('npx muster approve')
})
