export const STAGE_TYPES = ['agent', 'gate', 'parallel', 'condition'] as const
export type StageType = (typeof STAGE_TYPES)[number]
export const StageType = {
  AGENT: 'agent',
  GATE: 'gate',
  PARALLEL: 'parallel',
  CONDITION: 'condition',
} as const

/** How a stage may end. */
export const END_STATUSES = ['succeeded', 'failed', 'skipped', 'cancelled', 'timed_out', 'revoked'] as const
export type EndStatus = (typeof END_STATUSES)[number]

/** Where a stage stands: `waiting` is a gate that waits for people. */
export const STAGE_STATUSES = ['pending', 'running', 'waiting', ...END_STATUSES] as const
export type StageStatus = (typeof STAGE_STATUSES)[number]
export const StageStatus = {
  PENDING: 'pending',
  RUNNING: 'running',
  WAITING: 'waiting',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  SKIPPED: 'skipped',
  CANCELLED: 'cancelled',
  TIMED_OUT: 'timed_out',
  REVOKED: 'revoked',
} as const

/** How a run may end. */
export const RUN_END_STATUSES = ['succeeded', 'failed', 'cancelled', 'timed_out', 'revoked'] as const
export type RunEndStatus = (typeof RUN_END_STATUSES)[number]
export const RUN_STATUSES = ['running', ...RUN_END_STATUSES] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** What the store shows of an agent while a worker holds it. */
export const AgentStatus = {
  REGISTERED: 'registered',
  RUNNING: 'running',
  IDLE: 'idle',
  STOPPING: 'stopping',
  EXITED: 'exited',
  REVOKED: 'revoked',
} as const
export type AgentStatus = (typeof AgentStatus)[keyof typeof AgentStatus]

/** Whether a stage that ended so counts as a failure for those who require it. */
export function isFailure(status: EndStatus): boolean {
  return status !== 'succeeded' && status !== 'skipped'
}

/** How what never worked ends when it is stopped; REVOKED alone carries through. */
export function endUnworked(status: EndStatus): EndStatus {
  return status === 'revoked' ? 'revoked' : 'cancelled'
}

export function isEnded(status: StageStatus): status is EndStatus {
  return status !== 'pending' && status !== 'running' && status !== 'waiting'
}
