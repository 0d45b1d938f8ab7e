import { type EffectReply, type Log, RedisKeys, toMusterError } from '@muster/core'
import { endClient, type StoreClient, type StoreConnection } from './connection.ts'

/** A worker that does not read its answers for this long has asked again, or is gone. */
const KEEP_MS = 60_000
/** How long one read waits; a connection that died unnoticed is found out by the next one. */
const WAIT_SECONDS = 10
const PAUSE_MS = 500

/** Puts answers where their workers look for them. */
export async function sendReplies(
  { client }: StoreConnection,
  replies: readonly { readonly worker: string; readonly reply: EffectReply }[],
): Promise<void> {
  const texts = new Map<string, string[]>()
  for (const { worker, reply } of replies) {
    const key = RedisKeys.workerEffects(worker)
    texts.set(key, [...(texts.get(key) ?? []), JSON.stringify(reply)])
  }
  await Promise.all(
    [...texts].flatMap(([key, list]) => [client.rpush(key, ...list), client.pexpire(key, KEEP_MS)]),
  )
}

/** The answers to one worker's requests. */
export interface EffectReplies {
  /** Begins to listen, on a connection of its own: a worker whose agents ask for nothing needs none. */
  listen(): void
  close(): void
}

/** Hands each answer for a worker to `hear`. One that is popped and lost on its way is asked for again. */
export function createEffectReplies(
  connection: StoreConnection,
  worker: string,
  hear: (reply: EffectReply) => void,
  log: Log,
): EffectReplies {
  const key = RedisKeys.workerEffects(worker)
  let client: StoreClient | null = null
  let closed = false

  const read = async (from: StoreClient): Promise<void> => {
    while (!closed) {
      try {
        const popped = await from.blpop(key, WAIT_SECONDS)
        if (popped !== null) hear(JSON.parse(popped[1]) as EffectReply)
      } catch (error) {
        if (closed) return
        log.warn({ worker, reason: toMusterError(error).message }, 'an answer about an effect was lost')
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
  }

  return {
    listen() {
      if (client !== null || closed) return
      client = connection.duplicate()
      void read(client)
    },
    close() {
      closed = true
      if (client !== null) endClient(client)
    },
  }
}
