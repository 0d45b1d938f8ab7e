import type { Verdict } from './gate.ts'
import type { StageId } from './graph.ts'
import type { RunEndStatus } from './status.ts'

/** What a webhook can be told of. `run.failed` is every end of a run but success. */
export const NOTICE_KINDS = [
  'gate.opened',
  'gate.reminded',
  'gate.escalated',
  'gate.decided',
  'run.succeeded',
  'run.failed',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

interface AboutRun {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly tenant: string
  readonly project: string
  readonly pipeline: string
  readonly run: string
}

export interface GateNotice extends AboutRun {
  readonly type: Extract<NoticeKind, `gate.${string}`>
  readonly stage: StageId
  /** The id under which it is decided. */
  readonly gate: string
  readonly round: number
  readonly about: 'plan' | 'stage'
  readonly approvers: readonly string[]
  readonly deadlineAt: number
  readonly verdict: Verdict | null
  readonly digest: string
}

export interface RunNotice extends AboutRun {
  readonly type: Extract<NoticeKind, `run.${string}`>
  readonly status: RunEndStatus
}

/** Word for those outside. It holds names and digests only: what a run was given or said may be secret. */
export type Notice = GateNotice | RunNotice

/** A notice on its way to one receiver. */
export interface NoticeRow {
  readonly tenant: string
  /** The same for every try: whoever gets it twice can tell. */
  readonly id: string
  /** The webhook, by its id. */
  readonly receiver: string
  readonly body: Notice
  /** When it is to be tried next. */
  readonly dueAt: number
  readonly tries: number
}

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 60 * 60_000
/** About half a day of tries. */
const MOST_TRIES = 20

/** When a notice that could not be delivered is tried again, or null when it is given up; `chance` is in [0, 1). */
export function retryNotice(tries: number, now: number, chance: number): number | null {
  if (tries >= MOST_TRIES) return null
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)
  return now + Math.round(wait * (0.75 + chance / 2))
}
