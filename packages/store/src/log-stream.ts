import { type LogLine, RedisKeys } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { defineScript } from './script.ts'

/** What agents write while they work, for whoever follows; the whole log is an artifact. */
export interface LogStream {
  append(agent: string, lines: readonly LogLine[]): Promise<void>
  /** At most `count` lines after `afterId`, oldest first; from the beginning when it is null. */
  read(
    agent: string,
    afterId: string | null,
    count: number,
  ): Promise<readonly { readonly id: string; readonly line: LogLine }[]>
}

const MAX_LINES = 5_000
const KEEP_SECONDS = 24 * 60 * 60

/** The log streams of all agents: about 5,000 lines each, gone a day after the last. */
export function createLogStream({ client }: StoreConnection): LogStream {
  const append = defineScript(client, 'append-log')
  return {
    async append(agent, lines) {
      if (lines.length === 0) return
      const texts = lines.map((line) => JSON.stringify(line))
      await append(RedisKeys.agentLog(agent), MAX_LINES, KEEP_SECONDS, ...texts)
    },
    async read(agent, afterId, count) {
      const from = afterId === null ? '-' : idAfter(afterId)
      const entries = await client.xrange(RedisKeys.agentLog(agent), from, '+', 'COUNT', count)
      return entries.map(([id, fields]) => ({ id, line: JSON.parse(fields[1] ?? 'null') as LogLine }))
    },
  }
}

/** The smallest id after this one. */
function idAfter(id: string): string {
  const [ms = '0', count = '0'] = id.split('-')
  return `${ms}-${BigInt(count) + 1n}`
}
