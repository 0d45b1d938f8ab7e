import { type ErrorFacts, formatDuration, formatSize } from '@muster/core'
import type { Limits, ProgramEnd } from './launch/launcher.ts'

/** What a program may write to its streams before it is killed; far less of it is kept. */
export const MAX_STREAM_BYTES = 16 * 1024 * 1024

/** What a program took more of than it may, as facts of MUSTER_AGENT_LIMIT; null when it kept within its limits. */
export function excessOf(end: ProgramEnd, streamed: number, limits: Limits): ErrorFacts | null {
  if (streamed > MAX_STREAM_BYTES) return { what: 'output', limit: formatSize(MAX_STREAM_BYTES) }
  if (end.excess === 'memory') return { what: 'memory', limit: formatSize(limits.memoryBytes) }
  if (end.excess === 'processes') return { what: 'processes', limit: String(limits.processes) }
  if (end.signal === 'SIGXCPU')
    return { what: 'processor time', limit: formatDuration(limits.cpuSeconds * 1_000) }
  if (end.signal === 'SIGXFSZ') return { what: 'room in a file', limit: formatSize(limits.fileBytes) }
  return null
}
