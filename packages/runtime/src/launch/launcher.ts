import type { Readable, Writable } from 'node:stream'
import type { Tier } from '@muster/core'

/** The most that one program and all it starts may take. */
export interface Limits {
  readonly memoryBytes: number
  readonly processes: number
  /** Of one file. */
  readonly fileBytes: number
  /** Of one process. */
  readonly cpuSeconds: number
}

/** A directory or file, with all below it for which nothing else is said. */
export interface Place {
  /** Absolute. */
  readonly path: string
  readonly access: 'none' | 'read' | 'write'
}

/** What the sandbox of one agent lets its programs reach. */
export interface Walls {
  readonly tier: Tier
  /**
   * Beside the system's own directories. The deepest place that holds a path counts, of equal ones the last; what no place
   * holds is not there.
   */
  readonly places: readonly Place[]
  readonly network: 'none' | 'host'
  readonly limits: Limits
}

/** One program to start. */
export interface Launch {
  readonly argv: readonly string[]
  readonly cwd: string
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly stdin: 'ignore' | 'pipe'
  readonly walls: Walls
}

/** A limit for which a program was killed. */
export type Excess = 'memory' | 'processes'

/** How a program ended: one of `code` and `signal` is set. */
export interface ProgramEnd {
  readonly code: number | null
  readonly signal: string | null
  /** Set when it was killed for taking more than its walls allow. */
  readonly excess: Excess | null
}

/** A program under way, with everything it started. */
export interface Running {
  /** Whom to kill so that all of it dies: the inner init of the sandbox, or the leader of the process group without one. */
  readonly pid: number
  /** Null when the program was given no input. */
  readonly stdin: Writable | null
  readonly stdout: Readable
  readonly stderr: Readable
  /** Resolves when the program and everything it left are gone; what they wrote may still have to be read. */
  readonly ended: Promise<ProgramEnd>
  /** Asks the program to end, and kills it after a grace. */
  stop(): void
  /** Kills everything at once; resolves when it is proven to be dead. */
  kill(): Promise<void>
}

/** What stands between the programs of a worker's agents and its machine. */
export type Sandbox =
  | { readonly kind: 'bubblewrap'; readonly version: string }
  /** Turned off by MUSTER_SANDBOX: only tiers 0 and 1 may run. */
  | { readonly kind: 'off' }
  /** There is none, and nobody said that it may be so: nothing runs. */
  | { readonly kind: 'missing'; readonly reason: string }

/** Starts programs behind walls. */
export interface Launcher {
  readonly sandbox: Sandbox
  /** Throws when the program cannot be started, or MUSTER_SANDBOX_MISSING when its tier may not run without walls. */
  launch(program: Launch): Promise<Running>
  /** Ends what it keeps ready. What it started goes on. */
  stop(): Promise<void>
}

/** Between the request to end and the kill, in milliseconds. */
export const STOP_GRACE_MS = 2_000
