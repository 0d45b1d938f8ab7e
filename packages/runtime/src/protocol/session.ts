import { randomUUID } from 'node:crypto'
import type { JsonObject } from '@muster/core'
import {
  type Breach,
  createPeer,
  type EffectReply,
  type Params,
  PROTOCOL_VERSION,
  ProtocolError,
  type ProtocolLimits,
  type Result,
  RPC_CODES,
  type Usage,
} from '@muster/core/protocol'
import { onAbort } from './on-abort.ts'
import { createPhaseState, type PhaseState, type Said } from './phase-state.ts'
import { type Watch, watchSilence } from './watch-silence.ts'

/** The streams of an agent process. */
interface Wire {
  readonly input: AsyncIterable<Uint8Array>
  /** Takes a line; resolves when there is room for another. */
  write(line: string): Promise<void>
}

/** What an agent may reach while one phase runs. */
export interface PhasePort {
  effect(request: Params<'effect/request'>): Promise<EffectReply>
  /** Throws ProtocolError when the file cannot be taken. */
  stage(file: Params<'artifact/stage'>): Promise<Result<'artifact/stage'>>
  /** The digest under which a plan is known. */
  digest(plan: JsonObject): string
  /** Takes a line for the log. */
  note(text: string): void
  /** Takes an error that the agent met and went on after. */
  report(kind: string, message: string): void
  /** Takes what a model used, and bytes of messages. */
  use(usage: Usage): void
  received(bytes: number): void
}

/** One phase that an agent is asked for. */
interface PhaseCall {
  readonly params: Params<'phase/run'>
  readonly port: PhasePort
  /** The most bytes of messages. */
  readonly outputBytes: number
  /** Fires when the phase is to end early: the agent is asked to cancel, and given a grace. */
  readonly signal: AbortSignal
}

/** How a phase ended. After all but `answered` and `refused` the process is of no more use. */
export type PhaseEnd = { readonly said: Said } & (
  | { readonly kind: 'answered'; readonly result: Result<'phase/run'> }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'breach'; readonly breach: Breach }
  /** It ended, or closed its output. */
  | { readonly kind: 'gone' }
  /** It answered neither the phase nor its cancel. */
  | { readonly kind: 'silent' }
)

/** The phase that runs. */
interface Current {
  readonly state: PhaseState
  readonly port: PhasePort
  readonly watch: Watch
}

/** A conversation with one agent process. One phase runs at a time. */
export interface Session {
  readonly hello: Result<'initialize'>
  /** Resolves when the conversation has ended. */
  readonly over: Promise<unknown>
  run(call: PhaseCall): Promise<PhaseEnd>
  /** Asks the process to end; resolves when it agreed, or does not answer. */
  shutdown(): Promise<void>
}

export type Opened =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'breach'; readonly breach: Breach }
  | { readonly kind: 'gone' }

export interface SessionOptions {
  readonly wire: Wire
  readonly limits: ProtocolLimits
  /** How long the answer to `initialize` may take, in milliseconds. */
  readonly helloMs: number
  /** How long the answer to `$/cancel` and `shutdown` may take. */
  readonly graceMs: number
  /** How long an agent may say nothing in a phase before it is sent a `ping`. */
  readonly quietMs: number
}

/** Shakes hands with an agent process over its streams. */
export async function openSession({
  wire,
  limits,
  helloMs,
  graceMs,
  quietMs,
}: SessionOptions): Promise<Opened> {
  let current: Current | null = null
  const phase = (): Current => {
    if (current === null) throw new ProtocolError(RPC_CODES.noPhase, 'no phase runs')
    return current
  }

  const peer = createPeer<'host'>({
    side: 'host',
    input: counted(wire.input, (bytes) => {
      current?.watch.heard()
      current?.port.received(bytes)
    }),
    write: (line) => wire.write(line),
    limits,
    strict: true,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    handlers: {
      async 'output/emit'(params) {
        const { state, port } = phase()
        state.emit(params)
        if (params.type === 'alpha') port.note(`draft of ${params.name}: ${JSON.stringify(params.value)}`)
        return {}
      },
      async 'plan/propose'({ plan }) {
        const { state, port } = phase()
        state.propose(plan as unknown as JsonObject)
        return { digest: port.digest(plan as unknown as JsonObject) }
      },
      'effect/request': async (params) => phase().port.effect(params),
      'artifact/stage': async (params) => phase().port.stage(params),
      async 'checkpoint/save'({ data }) {
        phase().state.save(data)
        return {}
      },
      'phase/progress'({ message, fraction, usage }) {
        if (current === null) return
        if (usage !== undefined) current.port.use(usage)
        const done = fraction === undefined ? [] : [`${Math.round(fraction * 100)} %`]
        const text = [...done, ...(message === undefined ? [] : [message])].join(' ')
        if (text !== '') current.port.note(text)
      },
      'error/report'({ kind, message, usage }) {
        if (current === null) return
        current.port.report(kind, message)
        if (usage !== undefined) current.port.use(usage)
        current.port.note(`error ${kind}: ${message}`)
      },
    },
  })
  const broken = peer.ended.then(
    (end): Exclude<Opened, { kind: 'open' }> => (end.kind === 'breach' ? end : { kind: 'gone' }),
  )

  const nonce = randomUUID()
  const hello = peer.request('initialize', {
    protocolVersion: PROTOCOL_VERSION,
    nonce,
    capabilities: { effects: true, artifacts: true, checkpoints: true },
    limits: { ...limits },
  })
  const opened = await Promise.race([
    hello.answer.then(
      (result): Opened => {
        const problem = helloProblem(result, nonce)
        if (problem !== null) return { kind: 'breach', breach: { kind: 'message', problem } }
        return { kind: 'open', session: { hello: result, over: broken, run, shutdown } }
      },
      (error: unknown): Promise<Opened> => refusal(broken, error),
    ),
    after(helloMs, (): Opened => {
      const problem = `did not answer \`initialize\` within ${helloMs / 1_000} s`
      return { kind: 'breach', breach: { kind: 'message', problem } }
    }),
  ])
  return opened

  async function run(call: PhaseCall): Promise<PhaseEnd> {
    const state = createPhaseState()
    const watch = watchSilence({
      quietMs,
      answerMs: limits.answerMs,
      now: () => performance.now(),
      ask: () => void peer.request('ping', {}).answer.catch(() => {}),
    })
    current = { state, port: call.port, watch }
    peer.renew(call.outputBytes)
    const { id, answer } = peer.request('phase/run', call.params)
    let forget = (): void => {}
    const silent = new Promise<{ readonly kind: 'silent' }>((resolve) => {
      forget = onAbort(call.signal, () => {
        peer.notify('$/cancel', { id, reason: 'the phase must end early' })
        void after(graceMs, () => ({ kind: 'silent' }) as const).then(resolve)
      })
    })
    const answered = answer.then(
      async (result) => {
        if (result.usage !== undefined) call.port.use(result.usage)
        // What was asked for before the answer is done before the phase ends.
        await peer.settled()
        return { kind: 'answered', result } as const
      },
      async (error: unknown) => {
        const gone = await Promise.race([broken, after(0, () => null)])
        return gone ?? ({ kind: 'refused', reason: (error as Error).message } as const)
      },
    )
    const mute = watch.silent.then(() => {
      const problem = `said nothing for ${limits.answerMs / 1_000} s after a \`ping\``
      return { kind: 'breach', breach: { kind: 'silence', problem } } as const
    })
    try {
      const end = await Promise.race([answered, silent, broken, mute])
      return { ...end, said: state.said() }
    } finally {
      current = null
      watch.stop()
      forget()
    }
  }

  async function shutdown(): Promise<void> {
    const { answer } = peer.request('shutdown', {})
    await Promise.race([answer.catch(() => {}), after(graceMs, () => {})])
  }
}

function helloProblem({ protocolVersion, nonce }: Result<'initialize'>, sent: string): string | null {
  if (protocolVersion !== PROTOCOL_VERSION)
    return `speaks version ${protocolVersion} of the protocol, not ${PROTOCOL_VERSION}`
  return nonce === sent ? null : 'did not send the nonce of `initialize` back'
}

/** An error as the answer to `initialize`; a conversation that ended says more. */
async function refusal(broken: Promise<Opened>, error: unknown): Promise<Opened> {
  const ended = await Promise.race([broken, after(0, () => null)])
  const problem = `refused \`initialize\`: ${(error as Error).message}`
  return ended ?? { kind: 'breach', breach: { kind: 'message', problem } }
}

function after<T>(ms: number, answer: () => T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(answer()), ms).unref()
  })
}

async function* counted(
  input: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) {
    count(chunk.length)
    yield chunk
  }
}
