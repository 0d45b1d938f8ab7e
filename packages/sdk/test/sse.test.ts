import { expect, test } from 'vitest'
import { linesOf } from '../src/lines.ts'
import { eventsOf, type ServerEvent } from '../src/sse.ts'
import { collect } from './collect.ts'

async function read(chunks: readonly (string | Uint8Array)[]): Promise<ServerEvent[]> {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
  }
  return collect(eventsOf(linesOf(bytes())))
}

test('an event may be cut at any byte, even inside a letter', async () => {
  const whole = new TextEncoder().encode('event: entry\r\nid: 7\r\ndata: {"a":"é€😀"}\r\n\r\n')
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const events = await read([whole.slice(0, cut), whole.slice(cut)])
    expect(events).toEqual([{ event: 'entry', id: '7', data: '{"a":"é€😀"}' }])
  }
})

test('comments keep the line alive and are no events', async () => {
  expect(await read([': hello\n\n:\n\ndata: 1\n\n'])).toEqual([{ event: 'message', id: null, data: '1' }])
})

test('data over several lines is one event', async () => {
  expect(await read(['data: a\ndata:b\n\n'])).toEqual([{ event: 'message', id: null, data: 'a\nb' }])
})

test('an event whose end never came is dropped, so that it is asked for again', async () => {
  expect(await read(['data: 1\n\ndata: 2\n'])).toEqual([{ event: 'message', id: null, data: '1' }])
})
