import { createLineReader, lineOf, parseMessage } from '@muster/core/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRate } from '../../src/protocol/rate.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const parse = (text: string) => parseMessage(bytes(text), { depth: 64 })

describe('a line', () => {
  test.each([
    ['{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1}}', { kind: 'request', id: 1, method: 'm' }],
    ['{"jsonrpc":"2.0","id":"x","method":"m"}', { kind: 'request', id: 'x', params: {} }],
    ['{"jsonrpc":"2.0","method":"m","extra":1}\r', { kind: 'notification', method: 'm' }],
    ['{"jsonrpc":"2.0","id":1,"result":null}', { kind: 'result', id: 1, result: null }],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"no"}}', { kind: 'error', id: null }],
  ])('is a message: %s', (text, message) => {
    expect(parse(text)).toMatchObject(message)
  })

  test.each([
    ['', -32700, null],
    ['nonsense', -32700, null],
    ['[]', -32600, null],
    ['{"id":1,"method":"m"}', -32600, 1],
    ['{"jsonrpc":"2.0"}', -32600, null],
    ['{"jsonrpc":"2.0","id":1.5,"method":"m"}', -32600, null],
    ['{"jsonrpc":"2.0","id":1,"method":"m","params":[1]}', -32602, 1],
    ['{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":""}}', -32600, 1],
    [`{"jsonrpc":"2.0","method":"m","params":{"a":${'['.repeat(63)}${']'.repeat(63)}}}`, -32600, null],
  ])('is no message: %s', (text, code, id) => {
    expect(parse(text)).toMatchObject({ kind: 'none', code, id })
  })

  test('may nest as deep as the limit, and brackets in texts do not count', () => {
    const deep = `${'['.repeat(62)}${']'.repeat(62)}`
    expect(parse(`{"jsonrpc":"2.0","method":"m","params":{"a":${deep}}}`).kind).toBe('notification')
    const text = JSON.stringify(`"\\${'['.repeat(100)}`)
    expect(parse(`{"jsonrpc":"2.0","method":"m","params":{"a":${text}}}`).kind).toBe('notification')
  })

  test('that is not UTF-8 is no message', () => {
    const line = new Uint8Array([0x22, 0xff, 0x22])
    expect(parseMessage(line, { depth: 64 })).toMatchObject({ kind: 'none', problem: 'it is not UTF-8' })
  })

  test('of a message is read as that message', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.integer(), (value, id) => {
        const result = JSON.parse(JSON.stringify(value)) as never
        const line = lineOf({ kind: 'result', id, result })
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect(parse(line)).toEqual({ kind: 'result', id, result })
      }),
    )
  })
})

describe('a reader of lines', () => {
  /** What it reads of chunks: texts, and `too-long`. */
  function read(chunks: readonly Uint8Array[], max: number): readonly string[] {
    const reader = createLineReader(max)
    return chunks.flatMap((chunk) =>
      [...reader.push(chunk)].map((line) => (line === 'too-long' ? line : new TextDecoder().decode(line))),
    )
  }

  test('finds the same lines however the bytes are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'ä', '\n', 'bb'), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(70)), (given, cuts) => {
        const all = bytes(given)
        const at = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length]
        const chunks = at.slice(1).map((end, index) => all.slice(at[index], end))
        const lines = given.split('\n').slice(0, -1)
        expect(read(chunks, 1_000)).toEqual(lines)
      }),
    )
  })

  test('says once that a line is too long, as soon as it is, and goes on after it', () => {
    const reader = createLineReader(4)
    expect([...reader.push(bytes('12345'))]).toEqual(['too-long'])
    expect([...reader.push(bytes('6789'))]).toEqual([])
    expect(reader.open()).toBe(true)
    expect([...reader.push(bytes('\nab\n'))].map(String)).toEqual([String(bytes('ab'))])
    expect(reader.open()).toBe(false)
  })
})

describe('a rate', () => {
  const limits = { messagesPerSecond: 100, burst: 20, behindMs: 500 }

  /** Lets messages come, each `everyMs` after the one before at the earliest; answers when it was exceeded. */
  function exceededAt(everyMs: number, count: number): number | null {
    const rate = createRate(limits)
    let now = 0
    let due = 0
    for (let index = 0; index < count; index += 1) {
      now = Math.max(now, due)
      due += everyMs
      const turn = rate.take(now)
      if (turn === 'exceeded') return now
      if (turn.waitMs > 0) {
        // A timer is late.
        now += turn.waitMs + 3
        rate.waited(now)
      }
    }
    return null
  }

  test('lets a sender that keeps to it go on for ever', () => {
    expect(exceededAt(10, 20_000)).toBeNull()
  })

  test('lets much come at once, but not for long', () => {
    expect(exceededAt(0, 50)).toBeNull()
    const at = exceededAt(0, 20_000)
    expect(at).toBeGreaterThan(500)
    expect(at).toBeLessThan(1_000)
  })

  test('stops a sender that is a little too fast after a while', () => {
    expect(exceededAt(5, 20_000)).not.toBeNull()
  })
})
