import type { WorkPhase } from './phase.ts'
import type { Tier } from './tier.ts'

/**
 * Every name in the store. Nothing else spells one.
 *
 * N1. A queue is named with a hash tag, so that Dragonfly gives it one thread and Redis Cluster one slot.
 * N2. No custom job id holds a colon: BullMQ refuses it.
 * N3. A script touches keys of one hash tag, or one key.
 */
export const RedisKeys = {
  agentState: (id: string) => `agent:${id}:state`,
  agentLock: (id: string) => `agent:${id}:lock`,
  agentLog: (id: string) => `agent:${id}:log`,
  projectAgents: (id: string) => `project:${id}:agents`,
  workerBeat: (id: string) => `worker:${id}:beat`,
  /** The list in which planners answer a worker's requests for effects. */
  workerEffects: (id: string) => `worker:${id}:effects`,
  /** The set of workers that ever beat; a worker without a beat is gone. */
  workers: 'muster:workers',
  /** The set of workers that are to take no jobs. */
  revokedWorkers: 'muster:revoked-workers',
  /** The set of workers that have a queue of their own. */
  stickyWorkers: 'muster:sticky',
  /** Present once a tenant besides the default one has had work here. */
  shared: 'muster:shared',
  /** The hash of the last tag of each tenant in the queue of a tier: see fair-share.ts. */
  tierShares: (tier: Tier) => `{muster-t${tier}}:shares`,
  /** Present as long as the store has kept its data. */
  epoch: 'muster:epoch',
  /** The stream in which workers tell how attempts ended. */
  outcomes: '{muster-outcomes}:stream',
  outcomesGroup: 'planners',
  /** The planner that reads that stream. */
  outcomesReader: '{muster-outcomes}:reader',
  /** The channel on which workers hear that an agent must stop. */
  signals: 'muster:signals',
  deciderBeat: (id: string) => `decider:${id}:beat`,
  /** The set of processes that decide and ever beat. */
  deciders: 'muster:deciders',
  /** The channel on which they hear that other policies are in force. */
  policies: 'muster:policies',
  /** The channel on which anyone hears that a run has new entries. */
  changes: 'muster:changes',
} as const

export const QueueNames = {
  tier: (tier: Tier) => `{muster-t${tier}}`,
  /** Of what one worker keeps warm. */
  worker: (id: string) => `{muster-w-${id}}`,
  runs: '{muster-runs}',
  gates: '{muster-gates}',
  votes: '{muster-votes}',
} as const

/** The names of all queues that exist from the start. */
export const ALL_QUEUES: readonly string[] = [
  QueueNames.runs,
  ...([0, 1, 2, 3, 4] as const).map(QueueNames.tier),
  QueueNames.gates,
  QueueNames.votes,
]

/** Computed, so that publishing twice is harmless. */
export const JobIds = {
  attempt: (run: string, stage: string, phase: WorkPhase, attempt: number, fence: number) =>
    `${run}.${stage}.${phase}.${attempt}.${fence}`,
  gate: (run: string, stage: string, round: number, escalated: boolean) =>
    `${run}.${stage}.${round}${escalated ? '.escalated' : ''}`,
} as const

/** The id of an agent or a gate: one stage of one run. */
export function agentId(run: string, stage: string): string {
  return `${run}.${stage}`
}

/** The run and the stage of an agent or gate id, or null when it is none: a run id holds no dot. */
export function parseAgentId(id: string): { run: string; stage: string } | null {
  const dot = id.indexOf('.')
  return dot > 0 && dot < id.length - 1 ? { run: id.slice(0, dot), stage: id.slice(dot + 1) } : null
}

/** An effect of a run as people name it: the path of its stage, a slash, its number. */
export function effectName(stage: string, number: number): string {
  return `${stage}/${number}`
}

/** The stage and the number of an effect's name, or null when it is none. */
export function parseEffectName(name: string): { stage: string; number: number } | null {
  const [, stage = '', number = ''] = /^([^/]+)\/([1-9]\d{0,8})$/.exec(name) ?? []
  return stage === '' ? null : { stage, number: Number(number) }
}
