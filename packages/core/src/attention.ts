import type { Actor } from './actor.ts'
import { identityOf } from './gate-rule.ts'
import type { StageId } from './graph.ts'
import { MINUTE_MS } from './numbers.ts'

/** The longer of the times over which approvals are counted against fatigue; the other is a minute. */
export const APPROVALS_WINDOW_MS = 10 * MINUTE_MS

/** What of somebody's attention is asked for, at the gate of a stage. */
export interface AttentionOf {
  readonly tenant: string
  /** As `identityOf` names them. */
  readonly viewer: string
  readonly run: string
  readonly stage: StageId
  /** The digest of the round. */
  readonly seen: string
  /** Approvals after these moments are counted. */
  readonly since: number
  readonly minute: number
}

/** What the ledger knows of how somebody decides. */
export interface Attention {
  readonly recent: number
  readonly inMinute: number
  /** When they were first shown what they vote on; null when they were not. */
  readonly shownAt: number | null
}

/** That somebody was shown a round of a gate. */
export interface GateViewing {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  readonly round: number
  readonly viewer: string
  readonly at: number
}

/** What policies against approving in haste go by. */
export interface AttentionContext {
  /** How often the voter approved within ten minutes, and within one, wherever they did. */
  readonly recentApprovals: number
  readonly approvalsInMinute: number
  /** Whole seconds since they were first shown what they vote on; 0 when they were not. */
  readonly shownSeconds: number
}

/** Of whom nothing is known. */
export const INATTENTION: AttentionContext = { recentApprovals: 0, approvalsInMinute: 0, shownSeconds: 0 }

/** What to ask the ledger before somebody votes now. */
export function attentionAsked(
  voter: Actor,
  gate: Pick<AttentionOf, 'tenant' | 'run' | 'stage' | 'seen'>,
  now: number,
): AttentionOf {
  return {
    ...gate,
    viewer: identityOf(voter),
    since: now - APPROVALS_WINDOW_MS,
    minute: now - MINUTE_MS,
  }
}

export function attentionContext({ recent, inMinute, shownAt }: Attention, now: number): AttentionContext {
  const shownSeconds = shownAt === null ? 0 : Math.max(0, Math.floor((now - shownAt) / 1_000))
  return { recentApprovals: recent, approvalsInMinute: inMinute, shownSeconds }
}
