import type { Json } from '../json.ts'
import type { ProtocolLimits } from './limits.ts'
import { createLineReader } from './line-reader.ts'
import { lineOf, type Message, type MessageId, type NoMessage, parseMessage, RPC_CODES } from './message.ts'
import {
  METHODS,
  type Method,
  type NotificationOf,
  type RequestMethod,
  type RequestOf,
  type Side,
} from './method.ts'
import { createRate } from './rate.ts'
import type { Params, Result } from './schema.ts'
import { checkParams, checkResult } from './validate.ts'

/** An answer that says that a request could not be done. Thrown by `request`; thrown by a handler, it is the answer. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** What the other side did that may not be, in words that go on from `it`. */
export interface Breach {
  /** Short, for budgets: `line`, `rate`. */
  readonly kind: 'message' | 'line' | 'depth' | 'rate' | 'output' | 'requests' | 'silence'
  readonly problem: string
}

/** How a conversation ended. */
export type PeerEnd = { readonly kind: 'closed' } | { readonly kind: 'breach'; readonly breach: Breach }

type Other<S extends Side> = S extends 'host' ? 'agent' : 'host'

/** What a side does when the other speaks. `cancelled` fires when the other asks to end the request early. */
export type Handlers<S extends Side> = {
  readonly [M in RequestOf<Other<S>>]: (params: Params<M>, id: MessageId) => Promise<Result<M>>
} & { readonly [M in NotificationOf<Other<S>>]: (params: Params<M>) => void }

export interface PeerOptions<S extends Side> {
  readonly side: S
  /** What the other side writes. It is read no faster than it is worked off. */
  readonly input: AsyncIterable<Uint8Array>
  /** Takes a line; resolves when there is room for another. */
  write(line: string): Promise<void>
  readonly handlers: Handlers<S>
  readonly limits: ProtocolLimits
  /** Whether the other side is held to the limits, and what it gets wrong ends the conversation. Else it is answered. */
  readonly strict: boolean
  /** Milliseconds that never go back. */
  now(): number
  sleep(ms: number): Promise<void>
}

/** One end of a conversation. */
export interface Peer<S extends Side> {
  /** Throws ProtocolError when the other side says that it cannot be done, or is gone. */
  request<M extends RequestOf<S>>(
    method: M,
    params: Params<M>,
  ): { readonly id: MessageId; readonly answer: Promise<Result<M>> }
  notify<M extends NotificationOf<S>>(method: M, params: Params<M>): void
  /** Resolves when all requests of the other side so far are answered. */
  settled(): Promise<void>
  /** Starts to count the output of a phase anew, against a bound of its own. */
  renew(outputBytes: number): void
  readonly ended: Promise<PeerEnd>
}

/**
 * Speaks the protocol over a pair of streams.
 *
 * P1. Nothing is buffered without bound: a line is bounded, and no more is read while the other side is ahead of its
 *     rate or does not read its answers.
 * P2. Whatever comes is checked before a handler sees it; whatever a handler answers is checked before it is sent.
 * P3. Messages reach handlers in their order.
 */
export function createPeer<S extends Side>(options: PeerOptions<S>): Peer<S> {
  const { side, limits, strict } = options
  const reader = createLineReader(limits.lineBytes)
  const rate = createRate(limits)
  const waiting = new Map<
    MessageId,
    { readonly method: RequestMethod; readonly settle: (answer: Promise<Json>) => void }
  >()
  const open = new Set<Promise<void>>()
  let bytes = 0
  let bound = limits.outputBytes
  let nextId = 1
  let sent = Promise.resolve()
  let over: PeerEnd | null = null

  const send = (message: Message): void => {
    const before = sent
    sent = before.then(() => options.write(lineOf(message))).catch(() => {})
  }
  const refuse = (id: MessageId | null, code: number, message: string): void =>
    send({ kind: 'error', id, error: { code, message } })

  /** Something that may not be: it ends a strict conversation, and is answered in another. */
  const wrong = (breach: Breach, id: MessageId | null, code: number): Breach | null => {
    if (strict) return breach
    refuse(id, code, breach.problem)
    return null
  }

  const answer = async (method: RequestMethod, params: Params<Method>, id: MessageId): Promise<void> => {
    try {
      const handle = options.handlers[method as keyof Handlers<S>] as (
        params: unknown,
        id: MessageId,
      ) => Promise<Json>
      const checked = checkResult(method, await handle(params, id))
      if ('problem' in checked) throw new ProtocolError(RPC_CODES.internal, checked.problem)
      send({ kind: 'result', id, result: checked.value as Json })
    } catch (error) {
      const code = error instanceof ProtocolError ? error.code : RPC_CODES.internal
      refuse(id, code, error instanceof Error ? error.message : String(error))
    }
  }

  const take = (message: Message | NoMessage): Breach | null => {
    switch (message.kind) {
      case 'none': {
        const kind = message.problem.startsWith('it nests') ? 'depth' : 'message'
        return wrong(
          { kind, problem: `wrote a line that is no message: ${message.problem}` },
          message.id,
          message.code,
        )
      }
      case 'request': {
        const { id, method, params } = message
        if (!knows(side, method, 'request')) {
          refuse(id, RPC_CODES.unknownMethod, `there is no method \`${method.slice(0, 64)}\``)
          return null
        }
        if (strict && open.size >= limits.openRequests)
          return { kind: 'requests', problem: `had more than ${limits.openRequests} requests open` }
        const checked = checkParams(method as RequestMethod, params)
        if ('problem' in checked) {
          refuse(id, RPC_CODES.invalidParams, checked.problem)
          return null
        }
        const answering = answer(method as RequestMethod, checked.value, id).finally(() =>
          open.delete(answering),
        )
        open.add(answering)
        return null
      }
      case 'notification': {
        const { method, params } = message
        if (!knows(side, method, 'notification')) return null
        const checked = checkParams(method as Method, params)
        if ('problem' in checked)
          return strict
            ? { kind: 'message', problem: `sent \`${method}\` that does not fit: ${checked.problem}` }
            : null
        ;(options.handlers[method as keyof Handlers<S>] as (params: unknown) => void)(checked.value)
        return null
      }
      case 'result':
      case 'error': {
        const asked = message.id === null ? undefined : waiting.get(message.id)
        if (asked === undefined)
          return strict
            ? { kind: 'message', problem: `answered what nobody asked (id ${JSON.stringify(message.id)})` }
            : null
        waiting.delete(message.id as MessageId)
        if (message.kind === 'error') {
          asked.settle(Promise.reject(new ProtocolError(message.error.code, message.error.message)))
          return null
        }
        const checked = checkResult(asked.method, message.result)
        if (!('problem' in checked)) {
          asked.settle(Promise.resolve(checked.value as Json))
          return null
        }
        asked.settle(Promise.reject(new ProtocolError(RPC_CODES.invalidRequest, checked.problem)))
        return strict
          ? {
              kind: 'message',
              problem: `answered \`${asked.method}\` with what does not fit: ${checked.problem}`,
            }
          : null
      }
    }
  }

  const line = async (given: Uint8Array | 'too-long'): Promise<Breach | null> => {
    if (strict) {
      const turn = rate.take(options.now())
      if (turn === 'exceeded')
        return { kind: 'rate', problem: `wrote more than ${limits.messagesPerSecond} messages a second` }
      if (turn.waitMs > 0) {
        await options.sleep(turn.waitMs)
        rate.waited(options.now())
      }
    }
    const breach =
      given === 'too-long'
        ? wrong(
            { kind: 'line', problem: `wrote a line of more than ${limits.lineBytes} bytes` },
            null,
            RPC_CODES.invalidRequest,
          )
        : take(parseMessage(given, limits))
    await sent
    return breach
  }

  const read = async (): Promise<PeerEnd> => {
    for await (const chunk of options.input) {
      bytes += chunk.length
      if (strict && bytes > bound)
        return {
          kind: 'breach',
          breach: { kind: 'output', problem: `wrote more than ${bound} bytes in one phase` },
        }
      for (const each of reader.push(chunk)) {
        const breach = await line(each)
        if (breach !== null) return { kind: 'breach', breach }
      }
    }
    return strict && reader.open()
      ? { kind: 'breach', breach: { kind: 'message', problem: 'ended in the middle of a line' } }
      : { kind: 'closed' }
  }

  const ended = read()
    .catch((): PeerEnd => ({ kind: 'closed' }))
    .then((end) => {
      over = end
      for (const { settle } of waiting.values())
        settle(Promise.reject(new ProtocolError(RPC_CODES.internal, 'the other side is gone')))
      waiting.clear()
      return end
    })

  return {
    request(method, params) {
      const id = nextId++
      const answered = new Promise<Json>((resolve) => {
        const settle = (result: Promise<Json>): void => resolve(result)
        if (over === null) waiting.set(id, { method, settle })
        else settle(Promise.reject(new ProtocolError(RPC_CODES.internal, 'the other side is gone')))
      })
      send({ kind: 'request', id, method, params: params as never })
      return { id, answer: answered as Promise<never> }
    },
    notify(method, params) {
      send({ kind: 'notification', method, params: params as never })
    },
    async settled() {
      await Promise.allSettled(open)
    },
    renew(outputBytes) {
      bytes = 0
      bound = outputBytes
    },
    ended,
  }
}

/** Whether the other side may send this. */
function knows(side: Side, method: string, kind: 'request' | 'notification'): boolean {
  if (!Object.hasOwn(METHODS, method)) return false
  const known = METHODS[method as Method]
  return known.from !== side && known.kind === kind
}
