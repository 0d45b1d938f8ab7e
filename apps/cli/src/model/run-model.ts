import type { EndStatus, RunStatus, StageStatus } from '@muster/core'

/** How one phase of an agent stands. */
export type PhaseMark = 'todo' | 'now' | 'succeeded' | 'failed'

/** One stage as it is shown. Times are milliseconds since 1970. */
export interface StageModel {
  readonly id: string
  readonly label: string
  /** 0 at the top. */
  readonly depth: number
  readonly type: string
  readonly status: StageStatus
  /** Why it ended so, or what it waits for. */
  readonly reason: string | null
  /** The eight phases of an agent; null for other stages. */
  readonly phases: readonly PhaseMark[] | null
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** A gate's deadline. */
  readonly deadlineAt: number | null
  /** What an agent spent of what it may, in one line; null when there is nothing to tell. */
  readonly budget: string | null
}

/** A run as it is shown: stages in the order of the tree. */
export interface RunModel {
  readonly id: string
  readonly pipeline: string
  readonly version: string
  readonly status: RunStatus
  readonly reason: string | null
  readonly startedAt: number
  readonly finishedAt: number | null
  readonly stages: readonly StageModel[]
}

/** How many stages ended in each way, and how many have not. */
export function countStages(stages: readonly StageModel[]): ReadonlyMap<EndStatus | 'open', number> {
  const counts = new Map<EndStatus | 'open', number>()
  for (const { status, type } of stages) {
    if (type === 'branch') continue
    const key = status === 'pending' || status === 'running' || status === 'waiting' ? 'open' : status
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
