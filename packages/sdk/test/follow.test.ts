import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { Muster } from '../src/index.ts'
import { collect } from './collect.ts'
import { entry, entryEvent, json, runView, serve, type TestServer } from './server.ts'

let server: TestServer
afterEach(() => server.close())

const LAST = 40

/** Serves entries 1 to LAST, `each` per connection, and breaks each connection differently. */
async function serveBrokenStream(each: number): Promise<void> {
  let connections = 0
  server = await serve((request, response) => {
    const after = Number(request.headers['last-event-id'] ?? 0)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    connections += 1
    // Some servers say again what was just said.
    const from = Math.max(1, connections % 2 === 0 ? after : after + 1)
    const to = Math.min(LAST, after + each)
    for (let seq = from; seq <= to; seq += 1) response.write(entryEvent(seq))
    if (to === LAST) response.end('event: end\ndata: {"status":"succeeded"}\n\n')
    else breakOff(response, connections, to + 1)
  })
}

function breakOff(response: ServerResponse, connection: number, next: number): void {
  if (connection % 3 === 0) response.end()
  else {
    // Half an event, then a reset.
    response.write(entryEvent(next).slice(0, 30), () => response.destroy())
  }
}

test('a stream that breaks again and again loses no entry and doubles none', async () => {
  await serveBrokenStream(7)
  const entries = await collect(new Muster({ url: server.url }).run('r1').events())
  expect(entries).toEqual(Array.from({ length: LAST }, (_, i) => entry(i + 1)))
  expect(server.requests.length).toBeGreaterThan(4)
})

test('events start after the entry that is named', async () => {
  await serveBrokenStream(100)
  const entries = await collect(new Muster({ url: server.url }).run('r1').events({ after: 38 }))
  expect(entries.map((one) => one.seq)).toEqual([39, 40])
})

test('a reader that has seen enough closes the connection', async () => {
  let closed: () => void
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  server = await serve((_request, response) => {
    response.on('close', () => closed())
    response.write(entryEvent(1))
  })
  for await (const one of new Muster({ url: server.url }).run('r1').events()) {
    expect(one.seq).toBe(1)
    break
  }
  await gone
})

test('a run that is unknown is an error at once, not a reconnection', async () => {
  const body = {
    error: { code: 'MUSTER_RUN_NOT_FOUND', message: 'There is no run `r1`.', hint: 'h', problems: [] },
  }
  server = await serve((_request, response) => json(response, body, 404))
  const reading = collect(new Muster({ url: server.url }).run('r1').events())
  await expect(reading).rejects.toMatchObject({ code: 'MUSTER_RUN_NOT_FOUND' })
  expect(server.requests).toHaveLength(1)
})

test('a result waits for the end of the run and answers the outputs by stage', async () => {
  let ended = false
  server = await serve((request, response) => {
    if (request.url?.endsWith('/events') !== true)
      json(response, runView(ended ? 'succeeded' : 'running', 5, { greeting: 'hello' }))
    else {
      ended = request.headers['last-event-id'] === '5'
      response.end('event: end\ndata: {"status":"succeeded"}\n\n')
    }
  })
  const result = await new Muster({ url: server.url }).run('r1').result()
  expect(result).toMatchObject({ ok: true, outputs: { a: { greeting: 'hello' } } })
})

test('a failed run is a result with its reason, not a throw', async () => {
  server = await serve((_request, response) => json(response, runView('failed')))
  const result = await new Muster({ url: server.url }).run('r1').result()
  expect(result).toMatchObject({ ok: false, reason: 'Stage `a` failed.' })
})

test('a wait that runs out answers the run as it stands', async () => {
  server = await serve((request, response) => {
    if (request.url?.endsWith('/events') === true) response.write(':\n\n')
    else json(response, runView('running'))
  })
  const result = await new Muster({ url: server.url }).run('r1').result({ timeoutMs: 100 })
  expect(result).toMatchObject({ ok: false, run: { run: { status: 'running' } } })
})

test('an abort of the caller is thrown to the caller', async () => {
  server = await serve((request, response) => {
    if (request.url?.endsWith('/events') === true) response.write(':\n\n')
    else json(response, runView('running'))
  })
  const stop = new AbortController()
  const waiting = new Muster({ url: server.url }).run('r1').result({ signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
})

test('log lines arrive one by one', async () => {
  const line = { stage: 'a', phase: 'EXECUTE', attempt: 1, stream: 'stdout', at: 1, text: 'hi' }
  server = await serve((_request, response) =>
    response.end(`${JSON.stringify(line)}\n${JSON.stringify(line)}\n`),
  )
  const lines = await collect(new Muster({ url: server.url }).run('r1').logs({ stage: 'a', follow: true }))
  expect(lines).toEqual([line, line])
  expect(server.requests[0]?.path).toBe('/api/runs/r1/logs?stage=a&follow=true')
})
