import type {
  EffectAsk,
  EffectReply,
  EffectReport,
  JobAsk,
  Log,
  PermitAsk,
  WorkerMessage,
} from '@muster/core'
import { createEffectReplies, type StoreConnection } from '@muster/store'

type Ask = EffectAsk | PermitAsk | JobAsk

/** Where a worker asks the planners whether a job stands, and whether its agents may EXECUTE and act on the world. */
export interface EffectDesk {
  /** The answer, once it is committed; null when none came in time, or when `signal` fired. */
  ask(ask: Ask, signal: AbortSignal): Promise<EffectReply | null>
  /** Resolves when it is in the stream. */
  report(report: EffectReport): Promise<unknown>
  close(): void
}

/** A request or its answer may be lost with a connection or a planner: it is told again, with the same id. */
const AGAIN_MS = 2_000
/** After so long silence is refusal. */
const PATIENCE_MS = 10_000

/** Answers come over a connection that is opened with the first request. */
export function createEffectDesk(
  connection: StoreConnection,
  worker: string,
  append: (message: WorkerMessage) => Promise<unknown>,
  log: Log,
): EffectDesk {
  const waiting = new Map<string, (reply: EffectReply) => void>()
  const replies = createEffectReplies(connection, worker, (reply) => waiting.get(reply.id)?.(reply), log)

  const tell = (ask: Ask): void => {
    append(ask).catch((error: unknown) => log.debug({ err: error }, 'a request was not told'))
  }

  return {
    async ask(ask, signal) {
      const id = idOf(ask)
      replies.listen()
      let stop = (): void => {}
      const telling = setInterval(() => tell(ask), AGAIN_MS)
      try {
        return await new Promise<EffectReply | null>((resolve) => {
          const patience = setTimeout(() => resolve(null), PATIENCE_MS)
          const give = (): void => resolve(null)
          signal.addEventListener('abort', give, { once: true })
          stop = () => {
            clearTimeout(patience)
            signal.removeEventListener('abort', give)
          }
          waiting.set(id, resolve)
          tell(ask)
        })
      } finally {
        clearInterval(telling)
        stop()
        waiting.delete(id)
      }
    },
    report: append,
    close: () => replies.close(),
  }
}

function idOf(ask: Ask): string {
  if ('permit' in ask) return ask.permit
  return 'job' in ask ? ask.job : ask.id
}
