import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'
import { readEvents, type SseEvent } from './support/read-events.ts'
import { NOW } from './support/rows.ts'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.dashboard.stop())

function append(stage: string): void {
  const cause = { kind: 'guard.decided', stage, passed: true } as const
  harness.ledger.append('r1', { at: NOW, cause, effects: [] })
}

function finish(): void {
  const finished = { kind: 'run.finished', status: 'failed', reason: null } as const
  const cause = { kind: 'stage.timed_out', stage: 'plan' } as const
  harness.ledger.append('r1', { at: NOW, cause, effects: [finished] }, { status: 'failed' })
}

function ids(events: readonly SseEvent[]): readonly string[] {
  return events.map((event) => event.id ?? event.event)
}

describe('the events of a run', () => {
  it('are every entry in order, then the end, and then the stream closes', async () => {
    finish()
    const events = await readEvents(await harness.fetch('/api/runs/r1/events'))
    expect(ids(events)).toEqual(['1', '2', '3', 'end'])
    expect(events[0]?.data).toMatchObject({
      seq: 1,
      cause: { kind: 'run.submitted' },
      hash: expect.any(String),
    })
    expect(events.at(-1)).toEqual({ event: 'end', id: null, data: { status: 'failed' } })
  })

  it('go on where Last-Event-ID left off: over many broken connections none is missed or doubled', async () => {
    for (let count = 0; count < 450; count++) append(`s${count}`)
    finish()
    const seen: string[] = []
    while (seen.at(-1) !== 'end') {
      const headers: Record<string, string> = seen.length === 0 ? {} : { 'last-event-id': seen.at(-1) ?? '' }
      const response = await harness.fetch('/api/runs/r1/events', { headers })
      // What was read beyond the 37th event is thrown away, as by a connection that breaks.
      const read = await readEvents(response, (events) => events.length >= 37)
      seen.push(...ids(read).slice(0, 37))
    }
    expect(seen).toEqual([...Array.from({ length: 453 }, (_, index) => String(index + 1)), 'end'])
  })

  it('prefer Last-Event-ID to `after`', async () => {
    finish()
    const headers = { 'last-event-id': '2' }
    expect(ids(await readEvents(await harness.fetch('/api/runs/r1/events?after=1', { headers })))).toEqual([
      '3',
      'end',
    ])
    expect(ids(await readEvents(await harness.fetch('/api/runs/r1/events?after=1')))).toEqual([
      '2',
      '3',
      'end',
    ])
  })

  it('come as they are written, when they are announced', async () => {
    const response = await harness.fetch('/api/runs/r1/events?after=2')
    await vi.waitUntil(() => harness.listeners.size === 1)
    append('one')
    harness.wake('r1')
    expect(ids(await readEvents(response, (events) => events.length === 1))).toEqual(['3'])
  })

  it('come within a second or so when nobody announces them', async () => {
    const response = await harness.fetch('/api/runs/r1/events?after=2')
    await vi.waitUntil(() => harness.listeners.size === 1)
    append('one')
    finish()
    expect(ids(await readEvents(response))).toEqual(['3', '4', 'end'])
  })

  it('do not end at an end that was retried', async () => {
    finish()
    const cause = { kind: 'run.retried', by: { kind: 'person', name: 'ada', roles: [] } } as const
    harness.ledger.append('r1', { at: NOW, cause, effects: [] }, { status: 'running' })
    const response = await harness.fetch('/api/runs/r1/events')
    const events = await readEvents(response, (read) => {
      if (read.length === 4) finish()
      return false
    })
    expect(ids(events)).toEqual(['1', '2', '3', '4', '5', 'end'])
  })

  it('tell a reader who knows everything that the run has ended', async () => {
    finish()
    expect(ids(await readEvents(await harness.fetch('/api/runs/r1/events?after=3')))).toEqual(['end'])
  })

  it('send a heartbeat while nothing happens', async () => {
    await harness.dashboard.stop()
    let now = 0
    harness = await startHarness({ clock: () => (now += 20_000) })
    const response = await harness.fetch('/api/runs/r1/events?after=2')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes(': alive\n\n')) text += (await reader?.read())?.value ?? ''
    expect(text).toBe('retry: 1000\n\n: alive\n\n')
    await reader?.cancel()
  })

  it('let go of their listener when the reader leaves', async () => {
    const leave = new AbortController()
    const response = await harness.fetch('/api/runs/r1/events', { signal: leave.signal })
    await vi.waitUntil(() => harness.listeners.size === 1)
    leave.abort()
    await expect(response.text()).rejects.toThrow('aborted')
    await vi.waitUntil(() => harness.listeners.size === 0)
  })

  it('are no obstacle to stopping, which may be asked for twice', async () => {
    const response = await harness.fetch('/api/runs/r1/events')
    await Promise.all([harness.dashboard.stop(), harness.dashboard.stop()])
    expect(ids(await readEvents(response))).toEqual(['1', '2'])
    expect(harness.listeners.size).toBe(0)
  })
})
