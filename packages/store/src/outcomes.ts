import { type Log, type OutcomeDelivery, type Outcomes, RedisKeys, type Seals } from '@muster/core'
import { endClient, type StoreConnection } from './connection.ts'
import { readMessages } from './outcome-entry.ts'
import { defineScript } from './script.ts'

type StreamEntry = readonly [id: string, fields: readonly string[] | null]
type Pending = readonly [id: string, consumer: string, idleMs: number, deliveries: number]

const STREAM = RedisKeys.outcomes
const GROUP = RedisKeys.outcomesGroup
/** What a planner read and did not settle for this long may be taken over. */
const CLAIM_IDLE_MS = 10_000
const CLAIM_EVERY_MS = 1_000

/**
 * The outcome stream as one planner reads it; `consumer` names that planner within the group.
 *
 * O1. An entry stays in the stream until it is settled, so the stream itself says what is not.
 * O2. What nobody can read is told to `log` and dropped: it must not stop the others.
 * O3. Whoever has the store can append to it. What no worker of the fleet sealed is handed on as forged.
 */
export function createOutcomes(
  connection: StoreConnection,
  consumer: string,
  seals: Pick<Seals, 'accepts'>,
  log?: Log,
): Outcomes & { close(): Promise<void> } {
  const { client } = connection
  const reader = connection.duplicate()
  const settle = defineScript(client, 'settle-outcomes')
  let claimAt = 0

  const acknowledge = async (ids: readonly string[]) => {
    if (ids.length > 0) await settle(STREAM, GROUP, ...ids)
  }

  const open = async (entries: readonly StreamEntry[]): Promise<OutcomeDelivery[]> => {
    const deliveries: OutcomeDelivery[] = []
    const unreadable: string[] = []
    const empty: string[] = []
    for (const [id, fields] of entries) {
      const { messages, unreadable: bad } = readMessages(fields, seals)
      if (bad > 0) unreadable.push(id)
      if (messages.length === 0) empty.push(id)
      else deliveries.push({ id, messages })
    }
    if (unreadable.length > 0) log?.warn({ ids: unreadable }, 'outcomes that cannot be read were dropped')
    await acknowledge(empty)
    return deliveries
  }

  const claim = async (count: number): Promise<readonly StreamEntry[]> => {
    if (performance.now() < claimAt) return []
    const pending = (await client.xpending(STREAM, GROUP, '-', '+', count)) as Pending[]
    const left = pending.filter(([, , idleMs]) => idleMs > CLAIM_IDLE_MS).map(([id]) => id)
    if (left.length === 0) {
      claimAt = performance.now() + CLAIM_EVERY_MS
      return []
    }
    const claimed = await client.call('XCLAIM', STREAM, GROUP, consumer, CLAIM_IDLE_MS, ...left)
    return (claimed as (StreamEntry | null)[]).filter((entry) => entry !== null)
  }

  const fetch = async (count: number, blockMs: number): Promise<readonly StreamEntry[]> => {
    const claimed = await claim(count)
    if (claimed.length > 0) return claimed
    const reply = (await (blockMs > 0
      ? reader.xreadgroup(
          'GROUP',
          GROUP,
          consumer,
          'COUNT',
          count,
          'BLOCK',
          Math.ceil(blockMs),
          'STREAMS',
          STREAM,
          '>',
        )
      : reader.xreadgroup('GROUP', GROUP, consumer, 'COUNT', count, 'STREAMS', STREAM, '>'))) as
      | [string, StreamEntry[]][]
      | null
    return reply?.[0]?.[1] ?? []
  }

  return {
    async read(count, blockMs) {
      try {
        return await open(await fetch(count, blockMs))
      } catch (error) {
        if (!(error instanceof Error) || !/NOGROUP|no longer exists/.test(error.message)) throw error
        await createGroup(connection)
        return []
      }
    },
    acknowledge,
    async tail() {
      try {
        const facts = (await client.xinfo('STREAM', STREAM)) as unknown[]
        return String(facts[facts.indexOf('last-generated-id') + 1])
      } catch (error) {
        if (error instanceof Error && error.message.includes('no such key')) return '0-0'
        throw error
      }
    },
    async settledThrough(id) {
      return (await client.xrange(STREAM, '-', id, 'COUNT', 1)).length === 0
    },
    async close() {
      endClient(reader)
    },
  }
}

async function createGroup({ client }: StoreConnection): Promise<void> {
  try {
    await client.xgroup('CREATE', STREAM, GROUP, '0', 'MKSTREAM')
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('BUSYGROUP')) throw error
  }
}
