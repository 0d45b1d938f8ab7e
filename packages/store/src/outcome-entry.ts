import { EFFECT_ENDS, type WorkerMessage } from '@muster/core'

/** What each kind of message holds besides its own parts. */
const FIELDS = {
  outcome: {
    texts: ['run', 'stage', 'phase', 'worker'],
    numbers: ['attempt', 'fence', 'startedAt', 'finishedAt'],
    holds: isOutcome,
  },
  effect: {
    texts: ['run', 'stage', 'phase', 'worker', 'holder', 'id', 'key', 'verb', 'target', 'digest'],
    numbers: ['attempt', 'fence', 'bytes'],
    holds: () => true,
  },
  ended: {
    texts: ['run', 'stage', 'worker', 'holder', 'id'],
    numbers: ['fence', 'startedAt', 'finishedAt'],
    holds: isReport,
  },
  job: {
    texts: ['run', 'stage', 'phase', 'worker', 'job'],
    numbers: ['attempt', 'fence'],
    holds: () => true,
  },
  refused: {
    texts: ['run', 'stage', 'phase', 'worker', 'refused'],
    numbers: ['attempt', 'fence'],
    holds: () => true,
  },
  permit: {
    texts: ['run', 'stage', 'worker', 'holder', 'permit', 'plan'],
    numbers: ['attempt', 'fence'],
    holds: () => true,
  },
} as const
type Field = keyof typeof FIELDS
const KINDS: readonly unknown[] = ['succeeded', 'failed', 'timed_out']
const ENDS: readonly unknown[] = EFFECT_ENDS

/** The fields of a stream entry that holds these messages. */
export function writeMessages(messages: readonly WorkerMessage[]): readonly string[] {
  return messages.flatMap((message) => [fieldOf(message), JSON.stringify(message)])
}

/** The messages inside a stream entry, and how many more nobody can read: a worker is not trusted to write well. */
export function readMessages(fields: readonly string[] | null): {
  readonly messages: readonly WorkerMessage[]
  readonly unreadable: number
} {
  const messages: WorkerMessage[] = []
  let unreadable = fields === null || fields.length === 0 ? 1 : 0
  for (let at = 0; fields !== null && at < fields.length; at += 2) {
    const message = parse(fields[at] ?? '', fields[at + 1] ?? '')
    if (message === null) unreadable += 1
    else messages.push(message)
  }
  return { messages, unreadable }
}

function fieldOf(message: WorkerMessage): Field {
  if ('outcome' in message) return 'outcome'
  if ('permit' in message) return 'permit'
  if ('job' in message) return 'job'
  if ('refused' in message) return 'refused'
  return 'ended' in message ? 'ended' : 'effect'
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name)
}

function parse(field: string, text: string): WorkerMessage | null {
  if (!isField(field)) return null
  const { texts, numbers, holds } = FIELDS[field]
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(message)) return null
  if (texts.some((name) => typeof message[name] !== 'string' || message[name] === '')) return null
  if (numbers.some((name) => typeof message[name] !== 'number')) return null
  if (message['credential'] !== undefined && typeof message['credential'] !== 'string') return null
  return holds(message) ? (message as unknown as WorkerMessage) : null
}

function isOutcome({ outcome }: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(outcome) || !KINDS.includes(outcome['kind']) || !isRecord(outcome['record'])) return false
  if (outcome['kind'] !== 'failed') return true
  const fault = outcome['fault']
  return isRecord(fault) && typeof fault['code'] === 'string' && typeof fault['message'] === 'string'
}

function isReport({ ended, reason, result }: Readonly<Record<string, unknown>>): boolean {
  return ENDS.includes(ended) && isRecord(result) && (reason === null || typeof reason === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
