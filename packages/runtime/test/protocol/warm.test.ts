import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { agentsOf } from '../../../../test/support/processes-of.ts'
import { type Agents, createAgents } from '../../src/index.ts'
import type { AgentProcess } from '../../src/protocol/agent-process.ts'
import { createWarmPool, type WarmKind, type WarmProcess } from '../../src/protocol/warm-pool.ts'
import { briefOf, startAgent, type TestAgent } from '../support/agent.ts'

/** An agent that tells who it is, what it sees of a run, and leaves a file in its workspace. */
const FILES = {
  'agent.mjs': `
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
const token = String(Math.random())
writeFileSync(process.env.TMPDIR + '/token', token)
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize')
    say({ id, result: { protocolVersion: 1, nonce: params.nonce, name: 'warm', version: '1', capabilities: { phases: ['PLAN'] } } })
  else if (method === 'phase/run') {
    writeFileSync(params.workspace.work + '/made', params.agent.run)
    const { MUSTER_RUN: run = null } = process.env
    say({ id, result: { ok: true, plan: { actions: [], token, run, cwd: process.cwd() === params.workspace.work } } })
  } else if (id !== undefined) say({ id, result: {} })
})
`,
}
const TEMPLATE = { agent: [process.execPath, 'agent.mjs'], files: FILES, warm: 1 }

const poolOf = ({ directory }: TestAgent) => join(directory, 'agents', '.warm')
const waiting = (agent: TestAgent) => readdir(poolOf(agent)).catch((): string[] => [])

/** The token of the process that waits, once there is one. */
async function tokenOf(agent: TestAgent, agents: Agents): Promise<string> {
  await waitFor(() => agents.warm.size() === 1)
  const [name = ''] = await waiting(agent)
  return readFile(join(poolOf(agent), name, 'tmp/token'), 'utf8')
}

/** An agent on a worker whose processes are known. */
async function startWarmAgent() {
  const agents = createAgents()
  onTestFinished(() => agents.stop())
  return { agents, agent: await startAgent(TEMPLATE, { host: { agents } }) }
}

async function planOf(agent: TestAgent, run: string) {
  expect(await agent.phase('BOOTSTRAP', { run })).toMatchObject({ kind: 'succeeded' })
  const outcome = await agent.phase('PLAN', { run })
  return outcome.record['plan'] as { readonly token: string; readonly run: null; readonly cwd: boolean }
}

test('an agent gets a process that was started before it, in a workspace that is its own, and no other ever does', async () => {
  const { agent, agents } = await startWarmAgent()
  const tokens: string[] = []
  const cold = await planOf(agent, 'r1')
  for (const run of ['r2', 'r3']) {
    const token = await tokenOf(agent, agents)
    expect(await planOf(agent, run)).toMatchObject({ token, run: null, cwd: true })
    expect(await readFile(join(agent.directory, 'agents', `${run}.work`, 'work/made'), 'utf8')).toBe(run)
    tokens.push(token)
  }
  expect(new Set([cold.token, ...tokens]).size).toBe(3)
  // What a process sees does not tell whether it was started ahead.
  expect(cold).toMatchObject({ run: null, cwd: true })
})

test('a stage with an environment of its own, another tenant, and who may use the network start their own process', async () => {
  const { agent, agents } = await startWarmAgent()
  await planOf(agent, 'r1')
  const token = await tokenOf(agent, agents)
  await agent.phase('BOOTSTRAP', { run: 'r2', tenant: 'other' })
  expect((await agent.phase('PLAN', { run: 'r2', tenant: 'other' })).record['plan']).not.toMatchObject({
    token,
  })
  expect(await planOf(agent, 'r3')).toMatchObject({ token })
  const networked = await startAgent(
    {
      ...TEMPLATE,
      sandbox: {
        project: 'read',
        network: 'host',
        memoryBytes: null,
        processes: null,
        fileBytes: null,
        cpuMs: null,
      },
    },
    { brief: { tier: 2 } },
  )
  await networked.phase('BOOTSTRAP')
  expect(await waiting(networked)).toEqual([])
  const node = { ...briefOf({}).node, env: { LEVEL: 'high' } }
  const particular = await startAgent(TEMPLATE, { brief: { node } })
  await particular.phase('BOOTSTRAP')
  expect(await waiting(particular)).toEqual([])
})

test('processes that wait are dead once their template is revoked, by name or version, and once the pool is stopped', async () => {
  const { agent, agents } = await startWarmAgent()
  const alive = () => agentsOf(poolOf(agent)).length
  let run = 0
  const warmUp = async () => {
    await agent.phase('BOOTSTRAP', { run: `r${(run += 1)}` })
    await tokenOf(agent, agents)
    expect(alive()).toBeGreaterThan(0)
  }
  await warmUp()
  await agents.warm.revoke('default', 'test@2.0.0')
  await agents.warm.revoke('other', 'test')
  expect(alive()).toBeGreaterThan(0)
  for (const end of [
    () => agents.warm.revoke('default', 'test'),
    () => agents.warm.revoke('default', 'test@1.0.0'),
    () => agents.warm.clear(),
    () => agents.stop(),
  ]) {
    await end()
    expect(alive()).toBe(0)
    expect(await waiting(agent)).toEqual([])
    await agent.phase('BOOTSTRAP', { run: `r${(run += 1)}` })
    if (end.toString().includes('agents.stop')) break
    await tokenOf(agent, agents)
  }
  expect(await waiting(agent)).toEqual([])
})

const kindOf = (name: string): WarmKind => ({
  tenant: 'default',
  tier: 1,
  template: { name, version: '1.0.0', digest: name },
})
const pids = new Set<number>()
afterEach(() => {
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  pids.clear()
})

/** A process that waits, as far as a pool is concerned. */
async function sleeper(): Promise<WarmProcess> {
  const child = spawn('sleep', ['1000'])
  const pid = child.pid as number
  pids.add(pid)
  const over = once(child, 'exit').then(() => pids.delete(pid))
  const discard = async (): Promise<void> => {
    child.kill('SIGKILL')
    await over
  }
  return { process: { pid, over } as unknown as AgentProcess, discard }
}

test('a pool is bounded in number, in age and in memory, and forgets what died in it', async () => {
  let now = 0
  const bounds = { count: 3, ageMs: 1_000, bytes: 2 ** 30 }
  const pool = createWarmPool(() => now, bounds)
  onTestFinished(() => pool.stop())
  pool.fill(kindOf('a'), 2, sleeper)
  pool.fill(kindOf('a'), 2, sleeper)
  pool.fill(kindOf('b'), 2, sleeper)
  await waitFor(() => pool.size() === 3)
  const first = pool.take(kindOf('b'))
  expect([first !== null, pool.take(kindOf('b'))]).toEqual([true, null])
  // The room that it left is another's.
  pool.fill(kindOf('c'), 2, sleeper)
  await waitFor(() => pool.size() === 3)
  expect(pids.size).toBe(4)
  process.kill([...pids][0] as number, 'SIGKILL')
  await waitFor(() => pool.size() === 2)
  now = 1_001
  pool.fill(kindOf('d'), 1, sleeper)
  // Those of `a` and `c` are too old; the one that was taken is no longer the pool's.
  await waitFor(() => pids.size === 2 && pool.size() === 1)
  expect([pool.take(kindOf('a')), pool.take(kindOf('c')), pool.take(kindOf('d')) === null]).toEqual([
    null,
    null,
    false,
  ])

  const small = createWarmPool(() => now, { ...bounds, bytes: 1 })
  small.fill(kindOf('a'), 1, sleeper)
  await waitFor(() => pids.size === 2 && small.size() === 0)
  expect(small.take(kindOf('a'))).toBeNull()
})
