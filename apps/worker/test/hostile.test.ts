import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { Outcome, SandboxSpec, Template } from '@muster/core'
import { charge, DEFAULT_SANDBOX, NOTHING_SPENT } from '@muster/core'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  BREACHES,
  DEAF,
  DOUBLE_FORKS,
  escapes,
  FLOODS,
  FORK_BOMBS,
  LONG_LINES,
  MEMORY_HOGS,
  type Programs,
} from './support/hostile-programs.ts'
import { openShop, type Shop } from './support/shop.ts'

const MiB = 1024 * 1024
/** How much more memory a worker may take for the worst of agents. */
const MAX_GROWTH = 64 * MiB

let shop: Shop
let closeShop = async (): Promise<void> => {}
let worker: number
let before: number
let count = 0
let listening = 0
let reached = 0
const server = createServer((socket) => {
  reached += 1
  socket.end()
})

beforeAll(async () => {
  shop = await openShop((close) => {
    closeShop = close
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  listening = (server.address() as AddressInfo).port
  worker = shop.startProcess('w1', ['--concurrency', '6']).child.pid ?? 0
  // What agents usually do: they write as much as is kept of it.
  const talk = ['sh', '-c', 'yes 0123456789abcdefghijklmnopqrstuvwxyz0123456789 | head -c 1000000']
  await executed({ node: talk, python: talk, sh: talk })
  before = memory('VmRSS')
})
afterAll(async () => {
  server.close()
  await closeShop()
})

function memory(what: 'VmRSS' | 'VmHWM'): number {
  const found = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${worker}/status`, 'utf8'))
  return Number(found?.[1]) * 1024
}

/** Lets the worker run one agent in each language, and answers how they ended. */
async function executed(
  programs: Partial<Programs>,
  more: {
    readonly sandbox?: Partial<SandboxSpec>
    readonly timeoutMs?: number
    readonly protocol?: boolean
  } = {},
): Promise<readonly Outcome[]> {
  const sandbox = { ...DEFAULT_SANDBOX, ...more.sandbox }
  return Promise.all(
    Object.values(programs).map(async (execute) => {
      count += 1
      const stage = `a${count}`
      const template: Partial<Template> =
        more.protocol === true ? { agent: execute, sandbox } : { commands: { execute }, sandbox }
      await shop.send('PLAN', template, { stage, fence: 1 })
      await shop.outcomeOf(stage, 'PLAN')
      await shop.send('EXECUTE', template, { stage, fence: 2, timeoutMs: more.timeoutMs ?? 20_000 })
      const { outcome } = await shop.outcomeOf(stage, 'EXECUTE')
      // The outcome is told when nothing is left.
      expect(shop.agents(`r1.${stage}`)).toEqual([])
      return outcome
    }),
  )
}

/** An agent that does its work while others do harm. */
async function honest(): Promise<readonly Outcome[]> {
  const sum = 'i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; echo $i'
  const [outcome] = await executed({ sh: ['sh', '-c', sum] })
  return outcome === undefined ? [] : [outcome]
}

const kinds = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind)
/** What is charged to the budget of each. */
const charged = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => charge(NOTHING_SPENT, 'EXECUTE', outcome, 0).errors)
const faults = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.fault.code : outcome.kind))

test('no agent gets out: neither to files, nor to processes, nor to the network of the host', async () => {
  const secret = join(shop.directory, 'home', 'secret')
  await writeFile(secret, 'nobody may know')
  const outcomes = await executed(escapes(secret, listening, worker, shop.directory))
  expect(kinds(outcomes)).toEqual(['succeeded', 'succeeded', 'succeeded'])
  const lines = await Promise.all([count - 2, count - 1, count].map((each) => shop.lines(`r1.a${each}`)))
  expect(lines.flat().filter((line) => line.includes('ESCAPED'))).toEqual([])
  expect(reached).toBe(0)
})

test('a fork bomb ends with its agent, and others go on', async () => {
  for (const [language, bomb] of Object.entries(FORK_BOMBS)) {
    const [outcomes, others] = await Promise.all([
      executed({ [language]: bomb }, { sandbox: { processes: 64 }, timeoutMs: 3_000 }),
      honest(),
    ])
    expect([language, ...kinds(outcomes)]).not.toContain('succeeded')
    expect(charged(outcomes)).toEqual([1])
    expect(kinds(others)).toEqual(['succeeded'])
  }
})

test('an agent that takes more memory than it may is stopped, in one process or in many', async () => {
  const [outcomes, others] = await Promise.all([
    executed(MEMORY_HOGS, { sandbox: { memoryBytes: 256 * MiB } }),
    honest(),
  ])
  expect(kinds(outcomes)).toEqual(['failed', 'failed', 'failed'])
  expect(faults(outcomes)[1]).toBe('MUSTER_AGENT_LIMIT')
  expect(charged(outcomes)).toEqual([1, 1, 1])
  expect(kinds(others)).toEqual(['succeeded'])
})

test('an agent that writes without end is killed for it', async () => {
  const [outcomes, others] = await Promise.all([executed(FLOODS), honest()])
  expect(faults(outcomes)).toEqual(Array(3).fill('MUSTER_AGENT_LIMIT'))
  expect(charged(outcomes)).toEqual([1, 1, 1])
  for (const { spent } of outcomes) expect(spent?.outputBytes).toBeGreaterThan(16 * MiB)
  expect(kinds(others)).toEqual(['succeeded'])
})

test('a line of a hundred megabytes, and bytes that are no text, are cut, cleaned and ended', async () => {
  const outcomes = await executed(LONG_LINES)
  expect(faults(outcomes)).toEqual(Array(3).fill('MUSTER_AGENT_LIMIT'))
  expect(charged(outcomes)).toEqual([1, 1, 1])
  for (const each of [count - 2, count - 1, count])
    for (const line of await shop.lines(`r1.a${each}`))
      expect(Buffer.byteLength(line)).toBeLessThan(64 * 1024)
})

test('an agent that ignores SIGTERM is killed when its time is up', async () => {
  const outcomes = await executed(DEAF, { timeoutMs: 800 })
  expect(kinds(outcomes)).toEqual(['timed_out', 'timed_out', 'timed_out'])
  expect(charged(outcomes)).toEqual([1, 1, 1])
})

test('what an agent leaves behind in a session of its own dies with it', async () => {
  expect(kinds(await executed(DOUBLE_FORKS))).toEqual(['succeeded', 'succeeded', 'succeeded'])
})

test.each(Object.entries(BREACHES))(
  'an agent that speaks the protocol and breaks it by a %s is killed and charged',
  async (_, { programs, broke }) => {
    const [outcomes, others] = await Promise.all([executed(programs, { protocol: true }), honest()])
    expect(faults(outcomes)).toEqual(Array(outcomes.length).fill('MUSTER_AGENT_PROTOCOL'))
    expect(outcomes.map(({ record }) => record['broke'])).toEqual(Array(outcomes.length).fill(broke))
    expect(charged(outcomes)).toEqual(Array(outcomes.length).fill(1))
    expect(kinds(others)).toEqual(['succeeded'])
  },
)

test('none of it cost the worker more than 64 MB, and no process is left', async () => {
  await waitFor(() => shop.agents().length === 0)
  expect((memory('VmHWM') - before) / MiB).toBeLessThan(MAX_GROWTH / MiB)
})
