import type { Verdict } from './gate.ts'
import type { StageId } from './graph.ts'

/** What people are told of gates. */
export const NOTICE_KINDS = ['gate.opened', 'gate.reminded', 'gate.escalated', 'gate.decided'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Word of a gate for those outside. It holds names and digests only: what a run was given or said may be secret. */
export interface Notice {
  readonly type: NoticeKind
  /** Milliseconds since 1970. */
  readonly at: number
  readonly tenant: string
  readonly project: string
  readonly pipeline: string
  readonly run: string
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

/** A notice on its way to one receiver. */
export interface NoticeRow {
  readonly tenant: string
  /** The same for every try: whoever gets it twice can tell. */
  readonly id: string
  /** The receiver, by the name it has in the configuration. */
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
