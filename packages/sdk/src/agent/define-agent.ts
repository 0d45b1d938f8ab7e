import type { JsonObject } from '@muster/core'
import {
  type AgentProtocolPhase,
  createPeer,
  type MessageId,
  type Params,
  type Peer,
  PROTOCOL_LIMITS,
  PROTOCOL_VERSION,
  type ProposedPlan,
  ProtocolError,
  type ProtocolLimits,
  type Result,
  RPC_CODES,
} from '@muster/core/protocol'
import { type AgentContext, createContext } from './context.ts'
import { processStreams } from './process-streams.ts'

type Handler<T> = (context: AgentContext) => T | Promise<T>

/** An agent: what it is called, and what it does in the phases it takes part in. A handler that throws fails its phase. */
export interface AgentDefinition {
  readonly name: string
  readonly version: string
  /** Answers the plan, or nothing when it proposed one. */
  readonly plan?: Handler<ProposedPlan | void>
  /** Answers outputs by name, beside those that it emitted. */
  readonly execute?: Handler<JsonObject | void>
  /** Answers what was checked, for the record. */
  readonly verify?: Handler<JsonObject | void>
}

/** The streams that an agent speaks over. */
export interface AgentStreams {
  readonly input: AsyncIterable<Uint8Array>
  /** Takes a line; resolves when there is room for another. */
  write(line: string): Promise<void>
}

export interface Agent {
  /** Speaks to the host, over the standard streams unless others are given, until it says `shutdown` or is gone. */
  serve(streams?: AgentStreams): Promise<void>
}

/**
 * Defines an agent that speaks the agent protocol. `serve` takes the standard streams: whatever else is written to
 * standard output then goes to standard error, which is the log.
 */
export function defineAgent(definition: AgentDefinition): Agent {
  return {
    async serve(streams) {
      if (streams !== undefined) return serve(definition, streams)
      const own = processStreams()
      await serve(definition, own)
      await own.close()
    },
  }
}

async function serve(definition: AgentDefinition, streams: AgentStreams): Promise<void> {
  const running = new Map<MessageId, AbortController>()
  let limits: ProtocolLimits = PROTOCOL_LIMITS
  let end = (): void => {}
  const shutdown = new Promise<void>((resolve) => {
    end = resolve
  })

  const peer: Peer<'agent'> = createPeer<'agent'>({
    side: 'agent',
    input: streams.input,
    write: (line) => streams.write(line),
    limits: PROTOCOL_LIMITS,
    strict: false,
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    handlers: {
      async initialize({ nonce, limits: given }) {
        limits = given
        const { name, version } = definition
        return {
          protocolVersion: PROTOCOL_VERSION,
          nonce,
          name,
          version,
          capabilities: { phases: phasesOf(definition) },
        }
      },
      async 'phase/run'(params, id) {
        const control = new AbortController()
        running.set(id, control)
        try {
          return await runPhase(definition, params, createContext(peer, params, limits, control.signal))
        } catch (error) {
          if (control.signal.aborted) throw new ProtocolError(RPC_CODES.cancelled, 'the phase was cancelled')
          throw error
        } finally {
          running.delete(id)
        }
      },
      '$/cancel'({ id }) {
        running.get(id)?.abort()
      },
      ping: async () => ({}),
      async shutdown() {
        // The answer is written first.
        setTimeout(end, 0)
        return {}
      },
    },
  })
  await Promise.race([shutdown, peer.ended])
  for (const control of running.values()) control.abort()
}

function phasesOf({ plan, execute, verify }: AgentDefinition): AgentProtocolPhase[] {
  return [
    ...(plan === undefined ? [] : (['PLAN'] as const)),
    ...(execute === undefined ? [] : (['EXECUTE'] as const)),
    ...(verify === undefined ? [] : (['VERIFY'] as const)),
  ]
}

async function runPhase(
  definition: AgentDefinition,
  { phase }: Params<'phase/run'>,
  context: AgentContext,
): Promise<Result<'phase/run'>> {
  try {
    switch (phase) {
      case 'PLAN': {
        const plan = await definition.plan?.(context)
        return plan === undefined ? { ok: true } : { ok: true, plan }
      }
      case 'EXECUTE': {
        const outputs = await definition.execute?.(context)
        return outputs === undefined ? { ok: true } : { ok: true, outputs }
      }
      case 'VERIFY': {
        const checks = await definition.verify?.(context)
        return checks === undefined ? { ok: true } : { ok: true, checks }
      }
    }
  } catch (error) {
    if (context.signal.aborted) throw error
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
