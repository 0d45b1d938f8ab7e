import { PassThrough } from 'node:stream'
import { createPeer, type Handlers, type Peer, type Params, PROTOCOL_LIMITS } from '@muster/core/protocol'
import { defineAgent, type AgentDefinition } from '@muster/sdk/agent'
import { expect, onTestFinished, test } from 'vitest'

/** A host that speaks with an agent in this process, and what the agent asked it. */
function serve(definition: AgentDefinition) {
  const toAgent = new PassThrough()
  const toHost = new PassThrough()
  const write = (stream: PassThrough) => async (line: string) => void stream.write(line)
  const seen: (readonly [string, unknown])[] = []
  const note =
    <T>(method: string, answer: T) =>
    (params: unknown) => {
      seen.push([method, params])
      return answer
    }
  const handlers: Handlers<'host'> = {
    'output/emit': note('output/emit', Promise.resolve({})),
    'plan/propose': note('plan/propose', Promise.resolve({ digest: 'sha256:1' })),
    'effect/request': note(
      'effect/request',
      Promise.resolve({ decision: 'deny', code: 'plan', reason: 'no' } as const),
    ),
    'artifact/stage': note('artifact/stage', Promise.resolve({ digest: 'sha256:2', bytes: 2 })),
    'checkpoint/save': note('checkpoint/save', Promise.resolve({})),
    'phase/progress': note('phase/progress', undefined),
    'error/report': note('error/report', undefined),
  }
  const peer: Peer<'host'> = createPeer<'host'>({
    side: 'host',
    input: toHost,
    write: write(toAgent),
    handlers,
    limits: PROTOCOL_LIMITS,
    strict: true,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  const served = defineAgent(definition).serve({ input: toAgent, write: write(toHost) })
  onTestFinished(() => {
    toAgent.end()
    return served
  })
  const run = (phase: 'PLAN' | 'EXECUTE' | 'VERIFY', input: Partial<Params<'phase/run'>['input']> = {}) =>
    peer.request('phase/run', {
      phase,
      agent: { id: 'r.s', run: 'r', stage: 's', attempt: 1, tier: 0 },
      input: { inputs: {}, needs: {}, clarification: null, ...input },
      deadline: 0,
      budget: { errors: null, kinds: {}, wallMs: null, outputBytes: null, tokens: null, cost: null },
      checkpoint: { at: 3 },
      workspace: { work: '/w', artifacts: '/a' },
    })
  return { peer, served, seen, run }
}

test('an agent takes part in the phases it has handlers for', async () => {
  const { peer } = serve({ name: 'a', version: '1.0.0', execute: () => ({}) })
  const hello = await peer.request('initialize', {
    protocolVersion: 1,
    nonce: 'n',
    capabilities: { effects: true, artifacts: true, checkpoints: true },
    limits: { ...PROTOCOL_LIMITS },
  }).answer
  expect(hello).toEqual({
    protocolVersion: 1,
    nonce: 'n',
    name: 'a',
    version: '1.0.0',
    capabilities: { phases: ['EXECUTE'] },
  })
})

test('a handler sees its phase, and reaches the host through its context', async () => {
  const { run, seen } = serve({
    name: 'a',
    version: '1',
    async execute(context) {
      await context.emit('one', context.inputs['given'] ?? null)
      const answer = await context.effect({ verb: 'v', target: 't', idempotencyKey: 'k' })
      await context.saveCheckpoint({ at: 4 })
      const { digest } = await context.stageArtifact({ name: 'f', content: 'hi' })
      context.reportError('model', 'overloaded', { tokens: 3 })
      context.progress('half', { fraction: 0.5 })
      return { answer: answer.decision, digest, from: context.checkpoint, plan: context.planDigest }
    },
  })
  const { answer } = run('EXECUTE', { inputs: { given: 7 }, planDigest: 'sha256:9' })
  expect(await answer).toEqual({
    ok: true,
    outputs: { answer: 'deny', digest: 'sha256:2', from: { at: 3 }, plan: 'sha256:9' },
  })
  expect(seen).toEqual([
    ['output/emit', { type: 'beta', name: 'one', value: 7 }],
    ['effect/request', { verb: 'v', target: 't', idempotencyKey: 'k' }],
    ['checkpoint/save', { data: { at: 4 } }],
    ['artifact/stage', { name: 'f', content: 'hi' }],
    ['error/report', { kind: 'model', message: 'overloaded', usage: { tokens: 3 } }],
    ['phase/progress', { message: 'half', fraction: 0.5 }],
  ])
})

test('a handler that throws fails its phase with its words', async () => {
  const { run } = serve({
    name: 'a',
    version: '1',
    plan() {
      throw new Error('nothing to plan')
    },
  })
  expect(await run('PLAN').answer).toEqual({ ok: false, reason: 'nothing to plan' })
})

test('a cancelled phase is answered with the error for it, and the agent goes on', async () => {
  const { peer, run } = serve({
    name: 'a',
    version: '1',
    plan: ({ signal }) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      }),
  })
  const { id, answer } = run('PLAN')
  await peer.request('ping', {}).answer
  peer.notify('$/cancel', { id })
  await expect(answer).rejects.toMatchObject({ code: -32001 })
  await peer.request('ping', {}).answer
})

test('shutdown is answered, and serving ends', async () => {
  const { peer, served } = serve({ name: 'a', version: '1' })
  expect(await peer.request('shutdown', {}).answer).toEqual({})
  await served
})
