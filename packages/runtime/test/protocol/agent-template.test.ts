import type { Template } from '@muster/core'
import { expect, test } from 'vitest'
import { createBareLauncher } from '../../src/index.ts'
import { readJson, startAgent } from '../support/agent.ts'
import { isAlive, until } from '../support/processes.ts'

/** Without walls, a process has the same number inside as outside. */
const BARE = { launcher: createBareLauncher() }

/** An agent in a few lines: `handlers` is an object of async functions by phase, which have `ask` and `tell`. */
function scripted(handlers: string, phases = ['PLAN', 'EXECUTE', 'VERIFY']): Partial<Template> {
  const code = `
import { createInterface } from 'node:readline'
import { appendFileSync, symlinkSync, writeFileSync } from 'node:fs'
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
const waiting = new Map()
let next = 0
const ask = (method, params) => new Promise((resolve) => {
  next += 1
  waiting.set(next, resolve)
  say({ id: next, method, params })
})
const tell = (method, params) => say({ method, params })
const HANDLERS = ${handlers}
const capabilities = { phases: ${JSON.stringify(phases)} }
createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params, result, error } = JSON.parse(line)
  if (method === undefined) return waiting.get(id)?.(result ?? error)
  if (method === 'initialize')
    return say({ id, result: { protocolVersion: 1, nonce: params.nonce, name: 'scripted', version: '1', capabilities } })
  if (method === 'shutdown') {
    say({ id, result: {} })
    return process.exit(0)
  }
  if (method === 'phase/run') say({ id, result: { ok: true, ...(await HANDLERS[params.phase](params)) } })
})
`
  return { agent: [process.execPath, 'agent.mjs'], files: { 'agent.mjs': code } }
}

test('one process runs all phases of an agent, and ends at its exit', async () => {
  const agent = await startAgent(
    {
      ...scripted(`{
      async PLAN() {
        const { digest } = await ask('plan/propose', { plan: { actions: [{ verb: 'count', target: 'x' }] } })
        console.error('plan ' + digest)
      },
      async EXECUTE({ input }) {
        await ask('output/emit', { type: 'alpha', name: 'draft', value: 1 })
        await ask('output/emit', { type: 'beta', name: 'pid', value: process.pid })
        return { outputs: { planned: input.plan.actions.length, digest: input.planDigest } }
      },
      async VERIFY({ input }) {
        return input.outputs.pid === process.pid ? { checks: { same: true } } : { ok: false, reason: 'another process' }
      },
    }`),
      outputs: ['pid', 'planned'],
    },
    BARE,
  )
  expect(await agent.phase('BOOTSTRAP')).toMatchObject({
    kind: 'succeeded',
    record: { program: { name: 'scripted', version: '1', phases: ['PLAN', 'EXECUTE', 'VERIFY'] } },
  })
  await agent.phase('PREFLIGHT')
  const planned = await agent.phase('PLAN')
  const digest = planned.record['planDigest'] as string
  expect(agent.lines.map(({ text }) => text)).toContain(`plan ${digest}`)
  const executed = await agent.phase('EXECUTE', { planDigest: digest })
  expect(executed).toMatchObject({ kind: 'succeeded', outputs: { planned: 1, digest } })
  expect(executed.kind === 'succeeded' && executed.outputs).not.toHaveProperty('draft')
  expect(await agent.phase('VERIFY')).toMatchObject({
    kind: 'succeeded',
    record: { by: 'agent', checks: { same: true } },
  })
  const pid = executed.kind === 'succeeded' ? Number(executed.outputs?.['pid']) : 0
  expect(() => process.kill(pid, 0)).not.toThrow()
  await agent.phase('EXIT')
  await until(() => !isAlive(pid))
})

test('a phase that an agent does not list is not sent to it', async () => {
  const agent = await startAgent(scripted('{ EXECUTE: async () => ({ outputs: { a: 1 } }) }', ['EXECUTE']))
  await agent.phase('BOOTSTRAP')
  expect(await agent.phase('PLAN')).toMatchObject({
    kind: 'succeeded',
    record: { plan: { summary: 'run execute' } },
  })
  expect(await agent.phase('EXECUTE')).toMatchObject({ kind: 'succeeded', outputs: { a: 1 } })
  expect(await agent.phase('VERIFY')).toMatchObject({ kind: 'succeeded', record: { by: 'record' } })
})

test('a process that is started again gets the checkpoint', async () => {
  const agent = await startAgent(
    scripted(
      `{
      async EXECUTE({ checkpoint, agent }) {
        if (checkpoint !== null) return { outputs: { from: checkpoint.done } }
        await ask('checkpoint/save', { data: { done: 7 } })
        process.exit(9)
      },
    }`,
      ['EXECUTE'],
    ),
  )
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  expect(await agent.phase('EXECUTE')).toMatchObject({ kind: 'failed', retryable: true })
  expect(await agent.phase('EXECUTE', { attempt: 2 })).toMatchObject({
    kind: 'succeeded',
    outputs: { from: 7 },
  })
})

test('a process that missed a dispatch of its agent is not used again', async () => {
  const agent = await startAgent(
    scripted('{ PLAN: async () => ({ plan: { actions: [], pid: process.pid } }) }', ['PLAN']),
    BARE,
  )
  await agent.phase('BOOTSTRAP')
  const pidOf = async (fence: number) =>
    ((await agent.phase('PLAN', { fence })).record['plan'] as { readonly pid: number }).pid
  const first = await pidOf(2)
  expect(await pidOf(3)).toBe(first)
  expect(await pidOf(5)).not.toBe(first)
  expect(isAlive(first)).toBe(false)
})

test('errors and usage that an agent reports are part of what it spent', async () => {
  const agent = await startAgent(
    scripted(`{
      async PLAN() {
        tell('error/report', { kind: 'model', message: 'overloaded', usage: { tokens: 10, cost: 0.5 } })
        tell('error/report', { kind: 'model', message: 'again' })
        tell('phase/progress', { message: 'half', fraction: 0.5, usage: { tokens: 5 } })
        return { plan: { actions: [] }, usage: { cost: 0.25 } }
      },
    }`),
  )
  await agent.phase('BOOTSTRAP')
  const outcome = await agent.phase('PLAN')
  expect(outcome).toMatchObject({
    kind: 'succeeded',
    spent: { errors: [{ kind: 'model', message: 'overloaded', count: 2 }], tokens: 15, cost: 0.75 },
  })
  expect(agent.lines.map(({ text }) => text)).toEqual([
    'error model: overloaded',
    'error model: again',
    '50 % half',
  ])
})

test('an agent that spends its budget in the middle of a phase is stopped', async () => {
  const agent = await startAgent(
    scripted(`{
      async PLAN() {
        for (const kind of ['a', 'b']) tell('error/report', { kind, message: kind })
        await new Promise(() => {})
      },
    }`),
  )
  await agent.phase('BOOTSTRAP')
  const budget = { errors: 2, kinds: {}, wallMs: null, outputBytes: null, tokens: null, cost: null }
  expect(await agent.phase('PLAN', { budget })).toMatchObject({
    kind: 'failed',
    fault: { code: 'MUSTER_BUDGET_SPENT' },
  })
})

test('effects are denied with a reason where a host has none', async () => {
  const agent = await startAgent(
    scripted(`{
      PLAN: async () => ({ plan: { actions: [], answer: await ask('effect/request', { verb: 'v', target: 't', idempotencyKey: 'k' }) } }),
    }`),
  )
  await agent.phase('BOOTSTRAP')
  expect((await agent.phase('PLAN')).record['plan']).toMatchObject({
    answer: { decision: 'deny', reason: 'this host has no effects to offer' },
  })
})

test('staged files are packaged as they were, and no link leads out of the workspace', async () => {
  const agent = await startAgent(
    scripted(
      `{
      async EXECUTE() {
        const stage = (file) => ask('artifact/stage', file)
        writeFileSync('inside.txt', 'inside')
        const staged = await stage({ name: 'kept/a.txt', path: 'inside.txt' })
        appendFileSync('inside.txt', ' and more')
        symlinkSync('/etc', 'way')
        return { outputs: {
          staged,
          text: await stage({ name: 'b.txt', content: 'aGk=', encoding: 'base64' }),
          link: await stage({ name: 'c', path: 'way/hostname' }),
          up: await stage({ name: '../d', content: 'x' }),
          above: await stage({ name: 'e', path: '../'.repeat(20) + 'etc/hostname' }),
          none: await stage({ name: 'f', path: 'none' }),
        } }
      },
    }`,
      ['EXECUTE'],
    ),
    { brief: { tier: 1 } },
  )
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  const executed = await agent.phase('EXECUTE')
  expect(executed).toMatchObject({
    kind: 'succeeded',
    outputs: {
      staged: { bytes: 6 },
      text: { bytes: 2 },
      link: { code: -32004, message: '`way/hostname` is not in the workspace' },
      up: { message: '`name` is not a relative path downwards: "../d"' },
      above: { message: expect.stringContaining('is not in the workspace') as string },
      none: { message: 'there is no file `none` that can be read' },
    },
  })
  const packaged = await agent.phase('PACKAGE')
  const { files } = await readJson<{ files: readonly { path: string; sha256: string }[] }>(
    agent.artifacts,
    packaged.record['manifest'],
  )
  const made = files.filter(({ path }) => path.startsWith('artifacts/'))
  expect(made.map(({ path }) => path)).toEqual(['artifacts/b.txt', 'artifacts/kept/a.txt'])
  const kept = await agent.artifacts.get(`sha256:${made[1]?.sha256}`)
  expect(Buffer.from(kept).toString()).toBe('inside')
})

test('outputs, plans and checkpoints beyond their bounds are refused, and the agent goes on', async () => {
  const agent = await startAgent(
    scripted(
      `{
      async EXECUTE() {
        const long = 'a'.repeat(49152)
        const emit = (name, value) => ask('output/emit', { type: 'beta', name, value })
        return { outputs: {
          wide: (await emit('wide', long)).message,
          bad: (await emit('no.name', 1)).code,
          nul: (await emit('nul', '\\u0000')).message,
          saved: (await ask('checkpoint/save', { data: { long } })).message,
        } }
      },
    }`,
      ['EXECUTE'],
    ),
  )
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  expect(await agent.phase('EXECUTE')).toMatchObject({
    outputs: {
      wide: 'outputs are at most 49152 bytes together; larger things are artifacts',
      bad: -32602,
      nul: 'the value cannot be kept: it holds a NUL or half a character',
      saved: 'a checkpoint is at most 8192 bytes',
    },
  })
})
