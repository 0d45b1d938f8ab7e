import { once } from 'node:events'
import type { JsonObject } from '@muster/core'
import {
  checkParams,
  checkResult,
  createLineReader,
  type Message,
  METHODS,
  type Method,
  parseMessage,
  PROTOCOL_LIMITS,
  type RequestMethod,
} from '@muster/core/protocol'
import type { ProgramEnd, Running } from '@muster/runtime'

/** An agent program at the other end of a dialogue: what it says is read, held to the schemas, and answered. */
export interface Partner {
  send(bytes: Uint8Array): Promise<void>
  /** Remembers what an id asks for, so that its answer can be held to the schema. */
  asked(id: string, method: RequestMethod): void
  closeInput(): void
  /** The answer to an id, once it is there; null when it does not come in time. */
  answer(id: string, withinMs: number): Promise<(Message & { kind: 'result' | 'error' }) | null>
  /** How it ended; null when it does not in time. */
  ended(withinMs: number): Promise<ProgramEnd | null>
  /** What it did that may not be, as sentences. */
  readonly problems: readonly string[]
  /** The last of what it wrote to standard error. */
  lastWords(): string
}

const MAX_WORDS = 2_000
const NOTHING = `sha256:${'0'.repeat(64)}`

/** What this host answers to an agent: it keeps nothing, and allows nothing. */
const ANSWERS: Readonly<Record<string, JsonObject>> = {
  'output/emit': {},
  'plan/propose': { digest: NOTHING },
  'effect/request': {
    decision: 'deny',
    code: 'undeclared',
    reason: 'this is a conformance test: nothing is allowed',
  },
  'artifact/stage': { digest: NOTHING, bytes: 0 },
  'checkpoint/save': {},
}

export function createPartner({ stdin, stdout, stderr, ended }: Running): Partner {
  const problems: string[] = []
  const answers = new Map<string, Message & { kind: 'result' | 'error' }>()
  const asked = new Map<string, RequestMethod>()
  const reader = createLineReader(PROTOCOL_LIMITS.lineBytes)
  let words = ''
  let wake = (): void => {}
  stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-MAX_WORDS)
  })

  const send = async (bytes: Uint8Array | string): Promise<void> => {
    if (stdin === null || stdin.destroyed || stdin.writableEnded || stdin.write(bytes)) return
    // It may end before it reads: that is told by how it ended.
    await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]).catch(() => {})
  }

  const take = (message: Message): void => {
    switch (message.kind) {
      case 'request':
      case 'notification': {
        const { method, kind, params } = message
        const known = Object.hasOwn(METHODS, method) ? METHODS[method as Method] : null
        if (known === null || known.from !== 'agent' || known.kind !== kind) {
          problems.push(`It sent the ${kind} \`${method.slice(0, 64)}\`, which is none of an agent.`)
          return
        }
        const checked = checkParams(method as Method, params)
        if ('problem' in checked)
          problems.push(`It sent \`${method}\` that does not fit the schema: ${checked.problem}.`)
        if (message.kind === 'request')
          void send(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: ANSWERS[method] ?? {} })}\n`)
        return
      }
      case 'error':
        if (message.id === null) return
        break
      case 'result': {
        const method = asked.get(String(message.id))
        const checked = method === undefined ? null : checkResult(method, message.result)
        if (checked !== null && 'problem' in checked)
          problems.push(`It answered \`${method}\` with what does not fit the schema: ${checked.problem}.`)
      }
    }
    const id = String(message.id)
    if (answers.has(id)) problems.push(`It answered the request ${JSON.stringify(id)} twice.`)
    answers.set(id, message)
  }

  const read = async (): Promise<void> => {
    for await (const chunk of stdout as AsyncIterable<Buffer>) {
      for (const line of reader.push(chunk)) {
        if (line === 'too-long') {
          problems.push(`It wrote a line of more than ${PROTOCOL_LIMITS.lineBytes} bytes.`)
          continue
        }
        const message = parseMessage(line, PROTOCOL_LIMITS)
        if (message.kind === 'none')
          problems.push(`It wrote a line to standard output that is no message: ${message.problem}.`)
        else take(message)
      }
      wake()
    }
  }
  const reading = read().catch(() => {})

  return {
    send,
    asked: (id, method) => void asked.set(id, method),
    closeInput: () => void stdin?.end(),
    async answer(id, withinMs) {
      const limit = AbortSignal.timeout(withinMs)
      for (;;) {
        const found = answers.get(id)
        if (found !== undefined) return found
        if (limit.aborted) return null
        const gone = await Promise.race([
          new Promise<false>((resolve) => {
            wake = () => resolve(false)
            limit.addEventListener('abort', () => resolve(false), { once: true })
          }),
          reading.then(() => true),
        ])
        if (gone) return answers.get(id) ?? null
      }
    },
    ended: (withinMs) =>
      Promise.race([
        ended,
        new Promise<null>((resolve) => {
          setTimeout(() => resolve(null), withinMs).unref()
        }),
      ]),
    problems,
    lastWords: () => words.trim().split('\n').at(-1) ?? '',
  }
}
