import type {
  AttemptJob,
  ErrorCode,
  ErrorFacts,
  Fault,
  JsonObject,
  Log,
  LogLine,
  Outcome,
} from '@muster/core'
import { MusterError } from '@muster/core'
import type { ArtifactStore } from './artifacts/artifact-store.ts'
import type { Entered } from './checkpoint/enter-workspace.ts'
import type { Stores } from './checkpoint/keep-files.ts'
import type { Effects } from './effects/effects.ts'
import type { Launcher } from './launch/launcher.ts'
import type { Agents } from './protocol/agents.ts'
import type { Meter } from './meter.ts'
import type { Workspace } from './workspace.ts'

/** What a worker lends to the phases it runs. */
export interface PhaseHost {
  readonly artifacts: ArtifactStore
  /** The directory that holds one workspace per agent. */
  readonly workspaces: string
  /** The id of the worker. */
  readonly worker: string
  /** Where programs are looked for, by this host and by the programs themselves. */
  readonly path: string
  /** Starts the programs of the agent. */
  readonly launcher: Launcher
  /** The directory Muster was started in: agents find it in MUSTER_PROJECT_DIR. */
  readonly project: string
  /** What no program may see but its own workspace: the home of Muster. */
  readonly hidden: readonly string[]
  /** Given to every program. Templates and stages may override it, except names that start with MUSTER_. */
  readonly env: Readonly<Record<string, string>>
  readonly log: Log
  /** The processes of agents that speak the protocol. */
  readonly agents: Agents
  /** What the agent may do outside its workspace. */
  readonly effects: Effects
  /** Stops the phase: its programs are killed at once and `runPhase` throws Aborted. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  clock(): number
  /** Takes lines as the agent writes them. */
  emit(lines: LogLine[]): void
}

/** One attempt under way. */
export interface PhaseRun {
  readonly job: AttemptJob
  readonly host: PhaseHost
  readonly agent: string
  readonly workspace: Workspace
  /** What its workspace was when it began. */
  readonly entered: Entered
  readonly stores: Stores
  /** Takes what the attempt spends. */
  readonly meter: Meter
  /** Fires when the attempt's time is up, its budget is spent, or the host stops it. */
  readonly signal: AbortSignal
}

export function succeeded(record: JsonObject): Outcome {
  return { kind: 'succeeded', record }
}

/** A failure in the words of the error registry. */
export function failed(
  code: ErrorCode,
  facts: ErrorFacts,
  rest: { readonly retryable: boolean; readonly record?: JsonObject },
): Outcome {
  const fault = toFault(new MusterError(code, facts))
  return { kind: 'failed', fault, retryable: rest.retryable, record: rest.record ?? {} }
}

export function toFault(error: MusterError): Fault {
  return { code: error.code, message: error.message, hint: error.hint }
}
