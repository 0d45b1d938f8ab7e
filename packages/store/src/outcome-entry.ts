import { EFFECT_ENDS, type ForgedMessage, type Seals, type WorkerMessage } from '@muster/core'

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
/** The field that comes first. */
const SEAL = 'seal'
const MAX_NAME = 256
const KINDS: readonly unknown[] = ['succeeded', 'failed', 'timed_out']
const ENDS: readonly unknown[] = EFFECT_ENDS

/** The fields of a stream entry that holds these messages: the seal of all others, then each message by its kind. */
export function writeMessages(
  messages: readonly WorkerMessage[],
  seals: Pick<Seals, 'seal'>,
): readonly string[] {
  const fields = messages.flatMap((message) => [fieldOf(message), JSON.stringify(message)])
  return [SEAL, seals.seal(toldText(fields)), ...fields]
}

/**
 * The messages inside a stream entry, and how many more nobody can read: a worker is not trusted to write well. Where the
 * entry is not sealed, they are forged.
 */
export function readMessages(
  fields: readonly string[] | null,
  seals: Pick<Seals, 'accepts'>,
): {
  readonly messages: readonly (WorkerMessage | ForgedMessage)[]
  readonly unreadable: number
} {
  const [first, seal = ''] = fields ?? []
  const told = (first === SEAL ? fields?.slice(2) : fields) ?? []
  const sealed = first === SEAL && seals.accepts(toldText(told), seal)
  const messages: (WorkerMessage | ForgedMessage)[] = []
  let unreadable = told.length === 0 ? 1 : 0
  for (let at = 0; at < told.length; at += 2) {
    const message = parse(told[at] ?? '', told[at + 1] ?? '')
    if (message === null) unreadable += 1
    else messages.push(sealed ? message : forgedOf(message))
  }
  return { messages, unreadable }
}

/** What is sealed of an entry. It begins as no job does, so that the seal of one is none of the other. */
function toldText(fields: readonly string[]): string {
  return `told\n${fields.join('\n')}`
}

/** Of what somebody else wrote, the names alone, and no longer than ours are. */
function forgedOf(message: WorkerMessage): ForgedMessage {
  const name = (text: string): string => text.slice(0, MAX_NAME)
  const { run, stage, fence, worker } = message
  return {
    run: name(run),
    stage: name(stage),
    // A report on an effect names neither; permits are for EXECUTE.
    phase: 'phase' in message ? name(message.phase) : 'EXECUTE',
    attempt: 'attempt' in message ? message.attempt : 0,
    fence,
    worker: name(worker),
    forged: 'no worker of this Muster sealed it',
  }
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
