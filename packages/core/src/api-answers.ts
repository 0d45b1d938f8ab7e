import type {
  CheckpointView,
  EntryView,
  GateView,
  PipelineSummary,
  RevocationView,
  RunSummary,
  TemplateView,
  VoteBody,
  WorkerView,
} from './api.ts'
import type { Decision } from './gate.ts'
import type { AttemptRow, EffectRow, StageRow } from './port.ts'
import type { QuotaView } from './quota.ts'
import type { SearchKind } from './search/search-query.ts'
import type { RunEndStatus, RunStatus } from './status.ts'
import type { TenantView } from './tenant.ts'
import type { TokenView } from './token.ts'

export interface HealthAnswer {
  readonly ok: true
  readonly version: string
}

/** Which runs are asked for. */
export interface RunsQuery {
  /** Only runs in this status. */
  readonly status?: RunStatus
  /**
   * At most so many.
   * @asType integer
   * @minimum 0
   * @maximum 200
   * @default 50
   */
  readonly limit?: number
  /** Only runs submitted before this one: the id of the last run of the page before. */
  readonly before?: string
  /** Only runs of this pipeline. */
  readonly pipeline?: string
  /** Only runs that this person or script submitted. */
  readonly by?: string
  /** Only runs whose id, pipeline, reason or submitter holds this, in any case of letters. */
  readonly text?: string
  /** Only runs submitted since then: milliseconds since 1970, a day, or a span up to now, as `2d`. */
  readonly since?: string | number
  /** Words and filters of a search, beside these. */
  readonly q?: string
  /** Whether to count their stages. */
  readonly counts?: boolean
}

/** What is looked for. */
export interface SearchAsked {
  /** Words, and filters as `status:failed`. */
  readonly q?: string
  /** Only of this kind. */
  readonly kind?: SearchKind
  /**
   * Of each kind at most so many.
   * @asType integer
   * @minimum 0
   * @maximum 100
   * @default 20
   */
  readonly limit?: number
  /** Go on after a page of one kind, which is to be named: the `next` of it. */
  readonly after?: string
}

/** How far the stages of a run are. */
export interface RunCounts {
  readonly total: number
  readonly ended: number
  readonly failed: number
  readonly waiting: number
}

export interface RunsAnswer {
  readonly runs: readonly RunSummary[]
  /** By run, when asked for; trimmed runs have none. */
  readonly counts?: Readonly<Record<string, RunCounts>>
}

/** A run as it stands after what was done to it. */
export interface RunAnswer {
  readonly run: RunSummary
}

export interface StageAnswer {
  readonly stage: StageRow
  readonly attempts: readonly AttemptRow[]
  readonly effects: readonly EffectRow[]
}

/** Which entries of a run are asked for. */
export interface EntriesQuery {
  /**
   * Only entries after this sequence number.
   * @asType integer
   * @minimum 0
   */
  readonly after?: number
  /**
   * At most so many.
   * @asType integer
   * @minimum 0
   * @maximum 1000
   * @default 100
   */
  readonly limit?: number
  /** Only those that name this stage. */
  readonly stage?: string
}

export interface EntriesAnswer {
  readonly entries: readonly EntryView[]
}

/** The last event of the events of a run. */
export interface RunEnd {
  readonly status: RunEndStatus
}

/** That a run has new entries. */
export interface RunChange {
  readonly run: string
}

export interface CheckpointsAnswer {
  readonly checkpoints: readonly CheckpointView[]
}

/** Why, for the ledger. */
export interface ReasonBody {
  readonly reason?: string
}

/** Which part of a list of gates is asked for. */
export interface GatesQuery {
  /** Only those of this run. */
  readonly run?: string
  /**
   * At most so many.
   * @asType integer
   * @minimum 0
   * @maximum 200
   * @default 50
   */
  readonly limit?: number
  /** The page after the one that gave this as its `next`. */
  readonly after?: string
}

/** A gate as it stands after a vote. */
export interface GateAnswer {
  readonly gate: GateView
}

/** The same answer at several gates that share a rule. */
export interface VotesBody extends Pick<VoteBody, 'comment' | 'surface' | 'as'> {
  readonly decision: Exclude<Decision, 'delegate'>
  /** Each with the digest of what was shown of it; at most 100. */
  readonly gates: readonly { readonly gate: string; readonly seen: string }[]
  /** Whether the votes are given at all of the gates or at none, or each by itself. Default: `all`. */
  readonly mode?: 'all' | 'each'
}

export interface RevocationsAnswer {
  readonly revocations: readonly RevocationView[]
}

/** Which refusals are asked for. */
export interface RefusalsQuery {
  /**
   * Only those before this one, by its `seq`.
   * @asType integer
   * @minimum 0
   */
  readonly before?: number
  /**
   * At most so many.
   * @asType integer
   * @minimum 0
   * @maximum 200
   * @default 50
   */
  readonly limit?: number
}

export interface QuotasAnswer {
  /** The tenant itself, then its projects that have limits. */
  readonly quotas: readonly QuotaView[]
}

export interface QuotaAnswer {
  readonly quota: QuotaView
}

export interface TenantsAnswer {
  readonly tenants: readonly TenantView[]
}

export interface TenantAnswer {
  readonly tenant: TenantView
  /** False when it was there already. */
  readonly created: boolean
}

export interface TokensAnswer {
  readonly tokens: readonly TokenView[]
}

export interface RevokedToken {
  readonly id: string
  readonly revoked: true
}

export interface LoginBody {
  /** What the provider gave: at most five minutes old. */
  readonly idToken: string
}

/** A JSON Web Key Set (RFC 7517). */
export interface KeysAnswer {
  readonly keys: readonly { readonly kid?: string; readonly [field: string]: unknown }[]
}

export interface WorkersAnswer {
  readonly workers: readonly WorkerView[]
}

export interface TemplatesAnswer {
  readonly templates: readonly TemplateView[]
}

export interface PipelinesAnswer {
  readonly pipelines: readonly PipelineSummary[]
}

export interface PipelineAnswer {
  readonly name: string
  readonly text: string
}
