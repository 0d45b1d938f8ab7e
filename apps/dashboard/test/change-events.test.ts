import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { readEvents, type SseEvent } from './support/read-events.ts'
import { graphOf, NOW, runRow } from './support/rows.ts'

const NOTHING = { stages: [], attempts: [], gates: [], votes: [] }
const LOOK_MS = 15_000

let now = NOW
let harness: Harness
beforeEach(async () => {
  now = NOW
  harness = await startHarness({ clock: () => now })
  for (const [id, tenant, project] of [
    ['a', 'default', 'default'],
    ['b', 'default', 'default'],
    ['theirs', 'another', 'default'],
  ] as const)
    harness.ledger.put({ row: runRow(id, { tenant, project }), graph: graphOf([]), ...NOTHING })
})
afterEach(() => harness.dashboard.stop())

function change(run: string): void {
  const cause = { kind: 'stage.timed_out', stage: 'plan' } as const
  harness.ledger.append(run, { at: NOW, cause, effects: [] })
}

const told = (events: readonly SseEvent[]) =>
  events.map(({ event, data }) => (event === 'change' ? (data as { run: string }).run : event))
const read = async (headers: Record<string, string>, count: number) =>
  told(await readEvents(await harness.fetch('/api/events', { headers }), (seen) => seen.length >= count))

describe('the changes of all runs', () => {
  it('name each run of the one who listens that has new entries, once for what came together', async () => {
    const response = await harness.fetch('/api/events')
    await vi.waitUntil(() => harness.listeners.size === 1)
    for (const run of ['theirs', 'a', 'b', 'a']) harness.wake(run)
    const events = await readEvents(response, (seen) => seen.length >= 3)
    expect(told(events)).toEqual(['anew', 'a', 'b'])
    // What was only heard moves no position.
    expect(events.map(({ id }) => id !== null)).toEqual([true, false, false])
  })

  it('are told to who comes back since where they left off, and not to who does not say where', async () => {
    const [begun] = await readEvents(await harness.fetch('/api/events'), (seen) => seen.length >= 1)
    change('a')
    change('theirs')
    const since = { 'last-event-id': begun?.id ?? '' }
    expect(await read(since, 4)).toEqual(['a', 'alive', 'tenant', 'fleet'])
    expect(await read({}, 1)).toEqual(['anew'])
    const [after] = await readEvents(await harness.fetch(`/api/events?after=${begun?.id}`), () => true)
    expect(after?.event).toBe('change')
  })

  it('are to be asked for anew where the past is unknown, or too long to be told', async () => {
    expect(await read({ 'last-event-id': 'of another Muster' }, 1)).toEqual(['anew'])
    const [begun] = await readEvents(await harness.fetch('/api/events'), (seen) => seen.length >= 1)
    for (let count = 0; count <= 1_000; count++) {
      harness.ledger.put({ row: runRow(`many${count}`), graph: graphOf([]), ...NOTHING })
      change(`many${count}`)
    }
    expect(await read({ 'last-event-id': begun?.id ?? '' }, 1)).toEqual(['anew'])
  })

  it('are looked up every fifteen seconds: what nobody announced is told then', async () => {
    const response = await harness.fetch('/api/events')
    await vi.waitUntil(() => harness.listeners.size === 1)
    change('a')
    now += LOOK_MS
    harness.wake('theirs')
    expect(told(await readEvents(response, (seen) => seen.length >= 3))).toEqual(['anew', 'a', 'alive'])
  })

  it('are none of them missed by who reads through a proxy that cuts every connection in the middle of a burst', async () => {
    const proxy = await cuttingProxy(Number(new URL(harness.dashboard.url()).port), 2_200)
    const runs = Array.from({ length: 120 }, (_, index) => `burst${index}`)
    for (const id of runs) harness.ledger.put({ row: runRow(id), graph: graphOf([]), ...NOTHING })
    const [begun] = await readEvents(await harness.fetch('/api/events'), (events) => events.length > 0)
    let last = begun?.id ?? ''
    const seen = new Set<string>()
    let connections = 0
    let anew = 0
    const burst = async () => {
      for (const [index, id] of runs.entries()) {
        change(id)
        // A third of what happens is never announced, as by a store that was away.
        if (index % 3 > 0) harness.wake(id)
        if (index % 10 === 9) await vi.waitUntil(() => proxy.cuts() > index / 10, 10_000)
      }
    }
    const bursting = burst()
    while (seen.size < runs.length) {
      connections += 1
      const text = await readAll(`http://127.0.0.1:${proxy.port}/api/events`, { 'last-event-id': last })
      for (const block of text.split('\n\n').slice(0, -1)) {
        const event = /^event: (\w+)/m.exec(block)?.[1]
        last = /^id: (.+)$/m.exec(block)?.[1] ?? last
        if (event === 'anew') anew += 1
        const run = /"run":"(\w+)"/.exec(block)?.[1]
        if (run !== undefined) seen.add(run)
      }
    }
    await bursting
    expect([...seen].toSorted()).toEqual(runs.toSorted())
    expect(anew).toBe(0)
    expect(connections).toBeGreaterThan(10)
  })
})

/** Reads until the connection ends, however it does. */
async function readAll(url: string, more: Record<string, string>): Promise<string> {
  let text = ''
  try {
    const response = await fetch(url, { headers: { ...harness.auth, ...more } })
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk
  } catch {
    // Cut.
  }
  return text
}

/** Passes on what a server answers, and breaks each connection off after so many bytes, or after a while. */
async function cuttingProxy(port: number, bytes: number) {
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    let passed = 0
    const cut = () => {
      if (near.destroyed) return
      cuts += 1
      near.destroy()
      far.destroy()
    }
    const timer = setTimeout(cut, 150)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', cut).on('close', () => {
        clearTimeout(timer)
        cut()
      })
    }
    near.pipe(far)
    far.on('data', (chunk: Buffer) => {
      if (passed < bytes) near.write(chunk.subarray(0, bytes - passed))
      passed += chunk.length
      // What was passed on is read before the connection breaks: what is still on its way then is thrown away.
      if (passed >= bytes) setTimeout(cut, 20)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, cuts: () => cuts }
}
