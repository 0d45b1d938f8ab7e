import { PassThrough } from 'node:stream'
import { createPeer, type Handlers, type Peer, PROTOCOL_LIMITS, ProtocolError } from '@muster/core/protocol'
import { expect, test } from 'vitest'

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const HOST: Handlers<'host'> = {
  'output/emit': async () => ({}),
  'plan/propose': async () => ({ digest: 'd' }),
  'effect/request': async () => ({ decision: 'deny', code: 'plan', reason: 'it is not in the plan' }),
  'artifact/stage': async () => ({ digest: 'd', bytes: 0 }),
  'checkpoint/save': async () => ({}),
  'phase/progress': () => {},
  'error/report': () => {},
}

/** A strict host, and the lines that it wrote. */
function openHost(handlers: Partial<Handlers<'host'>> = {}, limits = PROTOCOL_LIMITS) {
  const input = new PassThrough()
  const lines: Record<string, unknown>[] = []
  const peer: Peer<'host'> = createPeer<'host'>({
    side: 'host',
    input,
    write: async (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    handlers: { ...HOST, ...handlers },
    limits,
    strict: true,
    now: () => performance.now(),
    sleep: wait,
  })
  const say = (message: object) => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  return { peer, input, lines, say }
}

test('an unknown method is answered, and an unknown notification passed over', async () => {
  const { peer, input, lines, say } = openHost()
  say({ method: 'none/such', params: {} })
  say({ id: 1, method: 'none/such', params: {} })
  say({ id: 2, method: 'ping', params: {} })
  input.end()
  expect(await peer.ended).toEqual({ kind: 'closed' })
  expect(lines).toMatchObject([
    { id: 1, error: { code: -32601 } },
    { id: 2, error: { code: -32601 } },
  ])
})

test('params that do not fit are answered with their place, and the handler does not see them', async () => {
  const { peer, input, lines, say } = openHost({
    'output/emit': async () => {
      throw new Error('seen')
    },
  })
  say({ id: 1, method: 'output/emit', params: { type: 'delta', name: 'a', value: 1 } })
  input.end()
  await peer.ended
  expect(lines).toMatchObject([
    { id: 1, error: { code: -32602, message: expect.stringContaining('`params.type`') } },
  ])
})

test('what a handler throws is the answer', async () => {
  const { peer, input, lines, say } = openHost({
    'checkpoint/save': async () => {
      throw new ProtocolError(-32004, 'too large')
    },
  })
  say({ id: 'c', method: 'checkpoint/save', params: { data: {} } })
  input.end()
  await peer.ended
  await peer.settled()
  expect(lines).toMatchObject([{ id: 'c', error: { code: -32004, message: 'too large' } }])
})

test('an answer that does not fit what was asked ends the conversation', async () => {
  const { peer, say } = openHost()
  const { id, answer } = peer.request('phase/run', {} as never)
  say({ id, result: { ok: 'yes' } })
  await expect(answer).rejects.toThrow('`result.ok`')
  expect(await peer.ended).toMatchObject({
    kind: 'breach',
    breach: { kind: 'message', problem: expect.stringContaining('answered `phase/run`') },
  })
})

test('requests under way fail when the other side is gone', async () => {
  const { peer, input } = openHost()
  const { answer } = peer.request('ping', {})
  input.end()
  await expect(answer).rejects.toThrow('the other side is gone')
})

test('more output than a phase may write ends the conversation', async () => {
  const { peer, input, say } = openHost({}, { ...PROTOCOL_LIMITS, outputBytes: 1_000 })
  say({ method: 'phase/progress', params: { message: 'a'.repeat(600) } })
  await wait(20)
  peer.renew(1_000)
  say({ method: 'phase/progress', params: { message: 'a'.repeat(600) } })
  await wait(20)
  say({ method: 'phase/progress', params: { message: 'a'.repeat(600) } })
  expect(await peer.ended).toMatchObject({ kind: 'breach', breach: { kind: 'output' } })
  input.destroy()
})

test('what comes too fast is not read into memory', async () => {
  const { input } = openHost({}, { ...PROTOCOL_LIMITS, behindMs: 60_000 })
  const line = `${JSON.stringify({ jsonrpc: '2.0', method: 'phase/progress', params: { message: 'a'.repeat(1_000) } })}\n`
  let written = 0
  while (input.write(line)) written += line.length
  await wait(50)
  while (input.write(line)) written += line.length
  // 200 messages at once, what the stream holds, and a few that were due since.
  expect(written).toBeLessThan(300 * line.length)
  input.destroy()
})

test('an output that ends in the middle of a line is no message', async () => {
  const { peer, input } = openHost()
  input.end('{"jsonrpc"')
  expect(await peer.ended).toMatchObject({ breach: { problem: 'ended in the middle of a line' } })
})
