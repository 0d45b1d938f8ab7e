import type { OutcomeMessage } from '@muster/core'

const TEXTS = ['run', 'stage', 'phase', 'worker'] as const
const NUMBERS = ['attempt', 'fence', 'startedAt', 'finishedAt'] as const
const KINDS: readonly unknown[] = ['succeeded', 'failed', 'timed_out']

/** The outcome inside a stream entry, or null when it holds none: a worker is not trusted to write well. */
export function parseOutcome(fields: readonly string[] | null, field: string): OutcomeMessage | null {
  const text = fields?.[(fields?.indexOf(field) ?? -1) + 1]
  if (fields === null || text === undefined || fields[0] !== field) return null
  try {
    const message: unknown = JSON.parse(text)
    return isOutcome(message) ? message : null
  } catch {
    return null
  }
}

function isOutcome(value: unknown): value is OutcomeMessage {
  if (!isRecord(value)) return false
  if (TEXTS.some((name) => typeof value[name] !== 'string' || value[name] === '')) return false
  if (NUMBERS.some((name) => typeof value[name] !== 'number')) return false
  const outcome = value['outcome']
  if (!isRecord(outcome) || !KINDS.includes(outcome['kind']) || !isRecord(outcome['record'])) return false
  if (outcome['kind'] !== 'failed') return true
  const fault = outcome['fault']
  return isRecord(fault) && typeof fault['code'] === 'string' && typeof fault['message'] === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
