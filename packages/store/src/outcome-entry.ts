import type { OutcomeMessage } from '@muster/core'

const TEXTS = ['run', 'stage', 'phase', 'worker'] as const
const NUMBERS = ['attempt', 'fence', 'startedAt', 'finishedAt'] as const
const KINDS: readonly unknown[] = ['succeeded', 'failed', 'timed_out']

const FIELD = 'outcome'

/** The fields of a stream entry that holds these outcomes. */
export function writeOutcomes(messages: readonly OutcomeMessage[]): readonly string[] {
  return messages.flatMap((message) => [FIELD, JSON.stringify(message)])
}

/** The outcomes inside a stream entry, and how many more nobody can read: a worker is not trusted to write well. */
export function readOutcomes(fields: readonly string[] | null): {
  readonly messages: readonly OutcomeMessage[]
  readonly unreadable: number
} {
  const messages: OutcomeMessage[] = []
  let unreadable = fields === null || fields.length === 0 ? 1 : 0
  for (let at = 0; fields !== null && at < fields.length; at += 2) {
    const message = fields[at] === FIELD ? parseOutcome(fields[at + 1] ?? '') : null
    if (message === null) unreadable += 1
    else messages.push(message)
  }
  return { messages, unreadable }
}

function parseOutcome(text: string): OutcomeMessage | null {
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
