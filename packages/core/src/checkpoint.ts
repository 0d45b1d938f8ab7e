import type { Json } from './json.ts'
import type { Outcome } from './outcome.ts'
import type { AttemptRecord } from './output.ts'
import type { WorkPhase } from './phase.ts'

/** An artifact, and how many bytes it has. */
export interface Held {
  readonly digest: string
  readonly bytes: number
}

/**
 * What an agent goes on from, on any worker: written after every phase but EXIT, to the shelf of its run, and named by
 * digest in the outcome.
 */
export interface Checkpoint {
  readonly v: 1
  readonly agent: string
  /** The phase that ended, under which fence, how, and when in milliseconds since 1970. */
  readonly phase: WorkPhase
  readonly attempt: number
  readonly fence: number
  readonly outcome: Outcome['kind']
  readonly at: number
  readonly brief: string
  readonly planDigest: string | null
  readonly outputs: Readonly<Record<string, Json>>
  /** The newest record of each phase: an artifact like any other. */
  readonly records: Readonly<Partial<Record<WorkPhase, Held>>>
  /** What Muster wrote down while the agent worked, its log and its effects, by name of file: artifacts too. */
  readonly journals: Readonly<Record<string, Held>>
  readonly history: readonly AttemptRecord[]
  readonly workspace: WorkspaceSnapshot
  /** What the agent itself gave to be kept; null for nothing. */
  readonly saved: Json
  /** The digest of the one before it. */
  readonly previous: string | null
}

export interface WorkspaceSnapshot {
  /** The digest of its tree, on the shelf of the run. */
  readonly tree: string
  readonly files: number
  readonly bytes: number
  /** Sockets, links that lead outside and the like, which no other worker could be given. */
  readonly omitted: number
  /** False when it was past the bounds: the tree is then the one before. */
  readonly whole: boolean
}
