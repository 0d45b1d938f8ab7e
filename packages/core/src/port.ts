import type { Actor } from './actor.ts'
import type { Fact, SealedEntry } from './fact.ts'
import type { Decision, Verdict } from './gate.ts'
import type { Graph, StageId } from './graph.ts'
import type { AttemptJob, GateJob, SubmissionJob } from './job.ts'
import type { Json } from './json.ts'
import type { OutcomeMessage } from './outcome.ts'
import type { RunStatus, StageStatus } from './status.ts'
import type { Tier } from './tier.ts'

/** Milliseconds since 1970. */
export type Clock = () => number

/** Whatever starts can stop, twice, and be awaited. */
export interface Service {
  start(): Promise<void>
  stop(): Promise<void>
}

export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** What must reach the store because of a commit. Publishing twice is harmless. */
export type OutboxMessage =
  | {
      readonly kind: 'attempt'
      readonly jobId: string
      readonly tier: Tier
      readonly job: AttemptJob
      readonly notBefore: number
    }
  | { readonly kind: 'gate'; readonly jobId: string; readonly job: GateJob; readonly notBefore: number }
  | { readonly kind: 'gate-closed'; readonly jobId: string }
  /** Stop whatever this agent runs under this fence or an older one. */
  | { readonly kind: 'stop'; readonly agent: string; readonly fence: number }

export interface OutboxRow {
  readonly id: number
  readonly run: string
  readonly message: OutboxMessage
}

export interface RunRow {
  readonly tenant: string
  readonly project: string
  readonly id: string
  readonly pipeline: string
  readonly version: string
  readonly status: RunStatus
  readonly reason: string | null
  readonly by: Actor
  readonly yesToGates: boolean
  readonly idempotencyKey: string | null
  /** Digest of the graph, which holds the inputs. */
  readonly graphDigest: string
  readonly submittedAt: number
  readonly finishedAt: number | null
  readonly deadlineAt: number | null
  /** The sequence number and hash of its newest entry. */
  readonly seq: number
  readonly head: string
}

export interface StageRow {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  /** Its place in the graph. */
  readonly position: number
  readonly type: string
  readonly status: StageStatus
  readonly reason: string | null
  /** The phase an agent is in or ended in; null for other stages and before the first. */
  readonly phase: string | null
  readonly attempt: number
  readonly fence: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** When the planner must act unless something happens: a stage's timeout or a gate's deadline. */
  readonly deadlineAt: number | null
  readonly outputs: Readonly<Record<string, Json>>
  readonly manifest: string | null
}

export type AttemptStatus = 'dispatched' | 'succeeded' | 'failed' | 'timed_out' | 'superseded'

export interface AttemptRow {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  readonly phase: string
  readonly attempt: number
  readonly fence: number
  readonly tier: Tier
  readonly status: AttemptStatus
  readonly worker: string | null
  readonly notBefore: number
  readonly dispatchedAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** The outcome's record, or the fault. */
  readonly record: Json
}

export interface GateRow {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  /** 1, then one more for each time a retried run opens it again. */
  readonly round: number
  readonly type: string
  readonly approvers: readonly string[]
  readonly quorum: number
  readonly message: string | null
  readonly digest: string
  readonly openedAt: number
  readonly deadlineAt: number
  readonly escalated: boolean
  readonly verdict: Verdict | null
  readonly reason: string | null
  readonly decidedAt: number | null
}

export interface VoteRow {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  readonly round: number
  readonly voter: Actor
  readonly as: string
  readonly decision: Decision
  readonly comment: string | null
  readonly at: number
}

/** All that one beat of the loop writes; it commits whole or not at all. */
export interface Commit {
  /** New runs, with their graphs. */
  readonly created: readonly { readonly row: RunRow; readonly graph: Graph }[]
  /** Runs as they now stand. */
  readonly runs: readonly RunRow[]
  readonly entries: readonly SealedEntry[]
  /** Upserted by (run, stage). */
  readonly stages: readonly StageRow[]
  /** Upserted by (run, stage, fence). */
  readonly attempts: readonly AttemptRow[]
  /** Upserted by (run, stage, round). */
  readonly gates: readonly GateRow[]
  readonly votes: readonly VoteRow[]
  readonly outbox: readonly { readonly run: string; readonly message: OutboxMessage }[]
}

/** What may be done inside one transaction of the ledger. */
export interface LedgerTransaction {
  /** The rows of these runs, locked against every other transaction until this one ends; unknown runs are absent. Locks in order of id. */
  lockRuns(ids: readonly string[]): Promise<readonly RunRow[]>
  /** A run's entries after `seq`, in order. */
  entriesAfter(run: string, seq: number): Promise<readonly SealedEntry[]>
  graph(run: string): Promise<Graph>
  runByKey(tenant: string, project: string, idempotencyKey: string): Promise<RunRow | null>
  /** Writes a commit; answers the ids of its outbox rows, in order. */
  write(commit: Commit): Promise<readonly number[]>
}

export interface RunFilter {
  readonly tenant: string
  readonly status?: RunStatus
  /** At most this many, newest first. */
  readonly limit: number
  /** Only runs submitted before this one. */
  readonly before?: string
}

/** Where a dispatched attempt stands: enough to ask the store whether its job is still there. */
export interface InFlight {
  readonly run: string
  readonly stage: StageId
  readonly phase: string
  readonly attempt: number
  readonly fence: number
  readonly tier: Tier
  readonly dispatchedAt: number
}

/** A deadline that has passed: of a stage, or of the run when `stage` is null. */
export interface Due {
  readonly run: string
  readonly stage: StageId | null
}

/** The truth. Postgres or PGlite; the planner alone writes. */
export interface Ledger {
  /** Runs `work` in one transaction: committed when it resolves, undone when it rejects. */
  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T>
  /** Forgets outbox rows that were published. */
  clearOutbox(ids: readonly number[]): Promise<void>
  /** Outbox rows left over from before `before`, oldest first. */
  staleOutbox(before: number, limit: number): Promise<readonly OutboxRow[]>
  /** Dispatched attempts of open runs that were dispatched before `before`. */
  inFlight(before: number, limit: number): Promise<readonly InFlight[]>
  due(now: number, limit: number): Promise<readonly Due[]>
  /** Ids of runs that have not ended. */
  openRuns(): Promise<readonly string[]>
  runs(filter: RunFilter): Promise<readonly RunRow[]>
  run(tenant: string, id: string): Promise<RunRow | null>
  graph(run: string): Promise<Graph>
  stages(run: string): Promise<readonly StageRow[]>
  attempts(run: string): Promise<readonly AttemptRow[]>
  /** Every gate of a run, or every open gate of a tenant. */
  gates(
    of: { readonly run: string } | { readonly tenant: string; readonly open: true },
  ): Promise<readonly GateRow[]>
  votes(run: string): Promise<readonly VoteRow[]>
  entries(run: string, afterSeq: number, limit: number): Promise<readonly SealedEntry[]>
  /** Creates what is missing: tables, the default tenant and project. */
  migrate(): Promise<void>
  close(): Promise<void>
}

/** The planner's side of the store. */
export interface Dispatch {
  /** Sends messages to where they belong, by computed ids. */
  publish(messages: readonly OutboxMessage[]): Promise<void>
  /** Tells listeners that these runs have new entries. */
  announce(runs: readonly string[]): Promise<void>
  /** Which of these jobs the store still knows (waiting, delayed, active): in order. */
  known(jobs: readonly { readonly jobId: string; readonly tier: Tier }[]): Promise<readonly boolean[]>
}

/** One outcome as read from the stream. */
export interface OutcomeDelivery {
  readonly id: string
  readonly message: OutcomeMessage
}

/** The outcome stream, read by all planners as one group. */
export interface Outcomes {
  /** The next outcomes, waiting at most `blockMs`; those another planner left unsettled for long come first. */
  read(count: number, blockMs: number): Promise<readonly OutcomeDelivery[]>
  /** Settled: never deliver these again. */
  acknowledge(ids: readonly string[]): Promise<void>
  /** The newest id appended so far. */
  tail(): Promise<string>
  /** Whether everything up to `id` was settled. */
  settledThrough(id: string): Promise<boolean>
}

/** Documents by digest: briefs, manifests, artifacts, reports. Shared by planner, workers and dashboard. */
export interface Artifacts {
  /** Stores bytes; answers `sha256:...`. Storing twice is harmless. */
  put(bytes: Uint8Array | string): Promise<string>
  /** The bytes of a digest. Throws MUSTER_ARTIFACT_MISSING when absent or changed. */
  get(digest: string): Promise<Uint8Array>
}

/** A script's submission as read from `{muster-runs}`. */
export type Admit = (job: SubmissionJob) => Promise<{ readonly run: string }>

/** A fact to be settled, with the run it belongs to. */
export interface Incoming {
  readonly run: string
  readonly cause: Fact
}
