import type { Json } from './json.ts'
import type { AttemptRow } from './port.ts'
import type { StageId } from './graph.ts'
import type { Tier } from './tier.ts'

export const PROJECT_ACCESSES = ['none', 'read', 'write'] as const
/** What an agent may do with the directory Muster was started in. */
export type ProjectAccess = (typeof PROJECT_ACCESSES)[number]

export const NETWORKS = ['none', 'host'] as const
/** `host` is the network of the worker's machine, loopback included. */
export type Network = (typeof NETWORKS)[number]

/** What a template asks of the sandbox of its agents; null for what the tier gives. */
export interface SandboxSpec {
  readonly project: ProjectAccess
  readonly network: Network
  /** Of all its processes together. */
  readonly memoryBytes: number | null
  /** Processes and threads. */
  readonly processes: number | null
  /** Of one file. */
  readonly fileBytes: number | null
  /** Processor time of one process, in milliseconds. */
  readonly cpuMs: number | null
}

/** What a template asks that says nothing. */
export const DEFAULT_SANDBOX: SandboxSpec = {
  project: 'read',
  network: 'none',
  memoryBytes: null,
  processes: null,
  fileBytes: null,
  cpuMs: null,
}

/** What a tier allows at most, and what it gives a template that says nothing. */
export interface TierWalls {
  readonly workspace: 'read' | 'write'
  readonly project: ProjectAccess
  readonly network: Network
  readonly memoryBytes: number
  readonly processes: number
  readonly fileBytes: number
  readonly cpuMs: number
}

const MiB = 1024 * 1024
const HOUR_MS = 3_600_000
const COMMON = { processes: 256, fileBytes: 1024 * MiB, cpuMs: HOUR_MS } as const

/** An observer writes nothing but its outputs, a drafter its own workspace; a steward acts through Muster alone. */
export const TIER_WALLS: Readonly<Record<Tier, TierWalls>> = {
  0: { ...COMMON, workspace: 'read', project: 'read', network: 'none', memoryBytes: 512 * MiB },
  1: { ...COMMON, workspace: 'write', project: 'read', network: 'none', memoryBytes: 1024 * MiB },
  2: { ...COMMON, workspace: 'write', project: 'write', network: 'host', memoryBytes: 1024 * MiB },
  3: { ...COMMON, workspace: 'write', project: 'write', network: 'host', memoryBytes: 1024 * MiB },
  4: { ...COMMON, workspace: 'read', project: 'none', network: 'none', memoryBytes: 256 * MiB },
}

/** What an agent gets: what its template asks, as far as its tier allows it. */
export function wallsOfTier(tier: Tier, asked: SandboxSpec): TierWalls {
  const allowed = TIER_WALLS[tier]
  return {
    workspace: allowed.workspace,
    project: lower(PROJECT_ACCESSES, allowed.project, asked.project),
    network: lower(NETWORKS, allowed.network, asked.network),
    memoryBytes: asked.memoryBytes ?? allowed.memoryBytes,
    processes: asked.processes ?? allowed.processes,
    fileBytes: asked.fileBytes ?? allowed.fileBytes,
    cpuMs: asked.cpuMs ?? allowed.cpuMs,
  }
}

function lower<T>(order: readonly T[], one: T, other: T): T {
  return order.indexOf(one) < order.indexOf(other) ? one : other
}

export const SANDBOX_KINDS = ['bubblewrap', 'off', 'missing'] as const
/** What stands between agents and a worker's machine: `off` by MUSTER_SANDBOX, `missing` when there is none. */
export type SandboxKind = (typeof SANDBOX_KINDS)[number]

/** The stages whose agents ran without a sandbox, by what BOOTSTRAP recorded. */
export function withoutSandbox(attempts: readonly AttemptRow[]): readonly StageId[] {
  const stages = attempts.filter(
    ({ phase, record }) =>
      phase === 'BOOTSTRAP' &&
      (record as BootstrapRecord | null)?.sandbox?.kind === ('off' satisfies SandboxKind),
  )
  return [...new Set(stages.map(({ stage }) => stage))]
}

interface BootstrapRecord {
  readonly sandbox?: { readonly kind?: Json }
}
