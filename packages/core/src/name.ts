import type { WorkPhase } from './phase.ts'
import type { Tier } from './tier.ts'

/**
 * Every name in the store. Nothing else spells one.
 *
 * N1. A queue is named with a hash tag, so that Dragonfly gives it one thread and Redis Cluster one slot.
 * N2. No custom job id holds a colon: BullMQ refuses it.
 * N3. A script touches keys of one hash tag, or one key.
 * N4. What belongs to a tenant is named by its tenant first: keys by `agentKey` and `projectKey`, jobs by `JobIds`.
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
  /** The hash of the workers that are to take no new agents, with who wanted that and when. */
  drainingWorkers: 'muster:draining-workers',
  /** The set of workers that have a queue of their own. */
  stickyWorkers: 'muster:sticky',
  /** Present once a tenant besides the default one has had work here. */
  shared: 'muster:shared',
  /** The hash of the last turns of each tenant in the queue of a tier or a worker: see fair-share.ts. */
  shares: (queue: string) => `${queue}:shares`,
  /** How often this happened for somebody within the window at hand. */
  rate: (id: string) => `rate:${id}`,
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
  attempt: ({ tenant, run, stage }: StageName, phase: WorkPhase, attempt: number, fence: number) =>
    `${tenant}.${run}.${stage}.${phase}.${attempt}.${fence}`,
  gate: ({ tenant, run, stage }: StageName, round: number, escalated: boolean) =>
    `${tenant}.${run}.${stage}.${round}${escalated ? '.escalated' : ''}`,
} as const

/** A stage among those of all tenants. */
export interface StageName {
  readonly tenant: string
  readonly run: string
  readonly stage: string
}

/** The id of an agent or a gate: one stage of one run. */
export function agentId(run: string, stage: string): string {
  return `${run}.${stage}`
}

/** An agent as keys name it. No tenant's name holds a slash. */
export function agentKey({ tenant, run, stage }: StageName): string {
  return `${tenant}/${agentId(run, stage)}`
}

/** The id of an agent that keys name so. */
export function agentOfKey(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

/** A project as keys name it. */
export function projectKey({
  tenant,
  project,
}: {
  readonly tenant: string
  readonly project: string
}): string {
  return `${tenant}/${project}`
}

/** What is counted, and whose it is, as keys name it. */
export function rateKey(what: string, whose: string): string {
  return `${what}/${whose}`
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
