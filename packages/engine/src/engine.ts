import type {
  Actor,
  ForgedMessage,
  GateEvidence,
  Json,
  PipelineSummary,
  QuotaView,
  ReloadAnswer,
  RevocationView,
  RevokeAnswer,
  RunForecast,
  RunRow,
  ValidateAnswer,
  Verdict,
  WorkerMessage,
} from '@muster/core'
import type { VoteRequest } from './decide-gate.ts'
import type { BatchAnswer, BatchRequest } from './decide-many.ts'
import type { EvidenceRequest } from './gate-evidence.ts'
import type { Reloading } from './policies.ts'
import type { QuotaChange } from './quotas.ts'
import type { Resumption } from './resume-run.ts'
import type { Retrial } from './retry-run.ts'
import type { Revoking } from './revoke.ts'
import type { Settlement } from './settle-effect.ts'
import type { Refusals } from './refusals.ts'
import type { Templates } from './templates.ts'
import type { Tokens } from './tokens.ts'

/** A request to run a pipeline. */
export interface Submission {
  readonly tenant: string
  readonly project: string
  /** The text of a pipeline, or the name of one the server knows. */
  readonly pipeline: string
  /** What to call the document in messages about it. */
  readonly file: string
  readonly inputs: Readonly<Record<string, Json>>
  readonly idempotencyKey: string | null
  readonly yesToGates: boolean
  readonly by: Actor
}

/** A document to be looked at, and who would submit it, and how. */
export interface Preview extends Pick<Submission, 'tenant' | 'project' | 'file' | 'by' | 'yesToGates'> {
  /** The text of a pipeline. */
  readonly text: string
  /** Null when only the document is to be checked. */
  readonly inputs: Submission['inputs'] | null
}

export interface Admission {
  readonly run: RunRow
  /** False when the idempotency key already belonged to this run. */
  readonly created: boolean
}

/** Every use case of Muster. Whatever a surface does, it does through one of these. */
export interface Engine {
  /** Admits a run. Throws MUSTER_PIPELINE_INVALID, MUSTER_INPUTS_INVALID, MUSTER_IDEMPOTENCY_CONFLICT, MUSTER_PROJECT_REVOKED, MUSTER_QUOTA. */
  submit(submission: Submission): Promise<Admission>
  /** What `submit` would say of a pipeline, and what would start. Starts nothing. Throws MUSTER_*_NOT_FOUND. */
  preview(of: Preview): Promise<ValidateAnswer>
  /** The pipelines that may be started by name, as a tenant's templates let them. */
  pipelines(tenant: string): Promise<readonly PipelineSummary[]>
  /** The text of one of them. Throws MUSTER_PIPELINE_NOT_FOUND. */
  pipelineText(name: string): string
  /** As `preview`, of a submission: its key plays no part. Throws MUSTER_PIPELINE_NOT_FOUND, MUSTER_*_NOT_FOUND. */
  forecast(submission: Submission): Promise<RunForecast>
  /** Settles what workers told, of any runs, in one transaction; then answers those that asked for effects. */
  settle(messages: readonly (WorkerMessage | ForgedMessage)[]): Promise<void>
  /**
   * Votes at an open gate; answers its verdict, or null when it still waits. A vote that does not count is recorded, then
   * refused. Throws MUSTER_GATE_*.
   */
  decide(vote: VoteRequest): Promise<Verdict | null>
  /** Gives one answer at every gate of a set that shares a rule. Throws MUSTER_GATE_SET; with `all` MUSTER_GATE_*. */
  decideMany(request: BatchRequest): Promise<readonly BatchAnswer[]>
  /** What people are shown of a gate before they decide. Throws MUSTER_GATE_NOT_FOUND. */
  evidence(of: EvidenceRequest): Promise<GateEvidence>
  /** Stops a run: what waits is cancelled, what works is killed and leaves its evidence. Throws MUSTER_RUN_*. */
  cancel(of: {
    readonly tenant: string
    readonly run: string
    readonly by: Actor
    readonly reason: string | null
  }): Promise<void>
  /** Revokes a run, an agent, a template, a project or a worker; twice is once. Throws MUSTER_RUN_*, MUSTER_AGENT_*. */
  revoke(of: Revoking): Promise<RevokeAnswer>
  /** Takes a template, a project or a worker back into use; twice is once. Throws MUSTER_NOT_LIFTED. */
  lift(of: Revoking): Promise<RevokeAnswer>
  /** What stands revoked in a tenant, newest first. */
  standing(tenant: string): Promise<readonly RevocationView[]>
  /** Takes in what other processes made known, as revocations, limits and policies, and writes down what was refused. */
  keepUp(): Promise<void>
  /**
   * Keeps up, then stops what was caught at work by revocations that another process made, or did not finish with, and
   * reopens gates that wait under other policies.
   */
  enforce(): Promise<void>
  /** Sets limits of a tenant or a project, in its chain. Throws MUSTER_TENANT_NOT_FOUND, MUSTER_PROJECT_NOT_FOUND. */
  setQuota(change: QuotaChange): Promise<QuotaView>
  /** The limits of a tenant, and of its projects that have any, with what is used of them. */
  quotas(tenant: string): Promise<readonly QuotaView[]>
  /** Starts agents that waited for room, and stops the runs of who has used up what may be used. */
  holdToQuotas(): Promise<void>
  /** Says whether an effect happened that was unknown. Throws MUSTER_RUN_*, MUSTER_EFFECT_*. */
  settleEffect(of: Settlement): Promise<void>
  /** Starts an ended run again from what did not succeed, and from a stage if one is chosen. Throws MUSTER_RUN_*, MUSTER_STAGE_*. */
  retry(of: Retrial): Promise<void>
  /** Starts an ended run again, one stage from a checkpoint. Throws MUSTER_RUN_*, MUSTER_STAGE_*, MUSTER_CHECKPOINT_*. */
  resume(of: Resumption): Promise<void>
  /** Fires every deadline that has passed; answers how many. */
  fireDue(): Promise<number>
  /**
   * Publishes what a crash left unpublished, and dispatches anew what the store has lost: a page of what is under way,
   * or all of it.
   */
  recover(whole: boolean): Promise<{ readonly published: number; readonly redispatched: number }>
  /** Waits until everything committed so far has been published, or has been left to `recover`, and what was refused is written. */
  flush(): Promise<void>
  /** The policies that all processes decide by. */
  readonly policies: {
    /** Whether the ledger names them: somebody reloaded them. */
    named(): boolean
    /** Reads the files of this process, and puts them in force everywhere. Throws MUSTER_POLICY_DENIED, MUSTER_POLICIES_INVALID. */
    reload(of: Reloading): Promise<ReloadAnswer>
  }
  /** What was refused outside of runs. */
  readonly refusals: Pick<Refusals, 'note' | 'list'>
  /** Templates, and those that tenants publish. */
  readonly templates: Templates
  /** Tokens of the API. */
  readonly tokens: Tokens
}
