import type { RevocationView, WorkerView } from '../api.ts'
import type { StageId } from '../graph.ts'
import type { RunStatus, StageStatus } from '../status.ts'
import type { Tier } from '../tier.ts'

/** Kinds of waiting, those that people end before those that end by themselves. */
export const WAIT_KINDS = [
  'ended',
  'gate',
  'effect',
  'revoked',
  'quota',
  'worker',
  'stopping',
  'planner',
  'backoff',
  'work',
  'place',
  'needs',
  'deadline',
] as const
export type WaitKind = (typeof WAIT_KINDS)[number]

/** Each kind of waiting as a status that has a symbol and a colour. */
export const WAIT_STATUS: Readonly<Record<WaitKind, StageStatus>> = {
  ended: 'failed',
  gate: 'waiting',
  effect: 'waiting',
  revoked: 'revoked',
  quota: 'waiting',
  worker: 'waiting',
  stopping: 'cancelled',
  planner: 'pending',
  backoff: 'pending',
  work: 'running',
  place: 'pending',
  needs: 'pending',
  deadline: 'timed_out',
}

/** Why something of a run waits. Times are milliseconds since 1970; texts may hold what agents and people wrote. */
export interface Wait {
  readonly kind: WaitKind
  /** The stage that waits; null for the run itself. */
  readonly stage: StageId | null
  readonly since: number | null
  readonly why: string
  /** Who can end it: people by name, `role:NAME`, or `anyone`; nobody when only the machine or time can. */
  readonly who: readonly string[]
  /** When it ends by itself; null when it does not, or nobody can say. */
  readonly by: number | null
  /** What happens then, or once it ends. */
  readonly next: string
  /** Commands that end it. */
  readonly how: readonly string[]
  /** The stages that it waits for. */
  readonly on: readonly StageId[]
}

/** Everything that waits in a run, what people can end first. */
export interface WhyView {
  readonly run: string
  readonly status: RunStatus
  /** When this was so. */
  readonly at: number
  readonly waits: readonly Wait[]
}

/** What is known of everything around a run that it may wait for. */
export interface Surroundings {
  readonly now: number
  readonly workers: readonly WorkerView[]
  /** Attempts that wait in the queue of each tier. */
  readonly queued: Readonly<Partial<Record<Tier, number>>>
  /** What stands revoked in the tenant of the run. */
  readonly standing: readonly RevocationView[]
}

/** Whoever runs this Muster. */
export const OPERATORS: readonly string[] = ['role:owner', 'role:operator']

/** Who sets limits: of a tenant itself, and of its projects. */
export const LIMITERS = { tenant: ['role:owner'], project: ['role:owner', 'role:admin'] } as const

/** Names as a text: `a`, `a and b`, `a, b and 3 more`. */
export function named(ids: readonly string[], most = 3): string {
  const shown = ids.slice(0, most).map((id) => `\`${id}\``)
  if (ids.length > most) return `${shown.join(', ')} and ${ids.length - most} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
