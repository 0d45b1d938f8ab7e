import type {
  AuditQuery,
  CheckpointsAnswer,
  EntriesAnswer,
  EntriesQuery,
  GateAnswer,
  GatesQuery,
  HealthAnswer,
  KeysAnswer,
  LoginBody,
  PipelineAnswer,
  PipelinesAnswer,
  QuotaAnswer,
  QuotasAnswer,
  ReasonBody,
  RevocationsAnswer,
  RevokedToken,
  RunAnswer,
  RunChange,
  RunEnd,
  RunsAnswer,
  RunsQuery,
  SearchAsked,
  StageAnswer,
  TemplatesAnswer,
  TenantAnswer,
  TenantsAnswer,
  TokensAnswer,
  VotesBody,
  WorkersAnswer,
} from './api-answers.ts'
import type {
  DrainAnswer,
  DrainBody,
  DroppedView,
  EntryView,
  ExplainQuery,
  FleetView,
  GatesAnswer,
  GateView,
  HomeView,
  InboxAnswer,
  LogLine,
  PolicyExplanation,
  PolicyView,
  PublishAnswer,
  PublishBody,
  QuotaBody,
  ReloadAnswer,
  ResumeBody,
  RetryBody,
  RevokeAnswer,
  RevokeBody,
  RunForecast,
  RunView,
  SavedView,
  SearchAnswer,
  SettleBody,
  SubmitAnswer,
  SubmitBody,
  TenantBody,
  ValidateAnswer,
  ValidateBody,
  VerifyAnswer,
  ViewsAnswer,
  VoteBody,
  VotesAnswer,
  WithdrawAnswer,
  WithdrawBody,
} from './api.ts'
import type { AuditAnswer } from './audit.ts'
import type { GateEvidence } from './evidence.ts'
import type { Graph } from './graph.ts'
import type { EffectRow } from './port.ts'
import type { LoginWays, TokenAnswer, TokenBody, WhoamiView } from './token.ts'
import type {
  RemovedWebhook,
  WebhookAnswer,
  WebhookBody,
  WebhooksAnswer,
  WebhookTestAnswer,
} from './webhook.ts'
import type { WhyView } from './why/index.ts'

type Nothing = Readonly<Record<string, never>>
type NoRun = 'MUSTER_RUN_NOT_FOUND'
type NoGate = 'MUSTER_GATE_NOT_FOUND'
/** What keeps a run from starting, or from starting again. */
type Unstartable =
  | 'MUSTER_POLICY_DENIED'
  | 'MUSTER_PROJECT_REVOKED'
  | 'MUSTER_TEMPLATE_WITHDRAWN'
  | 'MUSTER_TIER_EXCEEDED'
  | 'MUSTER_QUOTA'
type Unreadable =
  | 'MUSTER_PIPELINE_INVALID'
  | 'MUSTER_INPUTS_INVALID'
  | 'MUSTER_PIPELINE_NOT_FOUND'
  | 'MUSTER_TENANT_NOT_FOUND'
  | 'MUSTER_PROJECT_NOT_FOUND'
type Unvotable =
  | NoGate
  | 'MUSTER_GATE_AUTHOR'
  | 'MUSTER_GATE_CLOSED'
  | 'MUSTER_GATE_COMMENT'
  | 'MUSTER_GATE_CONFLICT'
  | 'MUSTER_GATE_NOT_APPROVER'
  | 'MUSTER_GATE_PUBLISHER'
  | 'MUSTER_GATE_SEND_BACK'
  | 'MUSTER_GATE_STALE'
  | 'MUSTER_GATE_VOTED'
  | 'MUSTER_LOGIN_STALE'
  | 'MUSTER_POLICY_DENIED'

/**
 * What the API takes and answers, by method and path: what handlers, clients and the OpenAPI document are held to.
 *
 * A comment says what a route does. `query` and `body` say what it takes; `answer` says what it answers as JSON, `events` as
 * server-sent events by their names, `lines` as JSON on each line, `bytes` as it was stored. `status` is 200 unless given.
 * `errors` are those that are its own: any route may answer those of its permission, of its rate and of what cannot be read.
 */
export interface ApiContract {
  /** Says that the server answers, and its version. */
  'get /api/health': { readonly answer: HealthAnswer }
  /** This document. */
  'get /api/openapi.json': { readonly answer: object }
  /** By which provider commands log in. */
  'get /api/login': { readonly answer: LoginWays; readonly errors: 'MUSTER_RATE' }
  /** Gives a token for a fresh ID token of the provider. */
  'post /api/login': {
    readonly body: LoginBody
    readonly answer: TokenAnswer
    readonly status: 201
    readonly errors: 'MUSTER_NOT_AUTHENTICATED' | 'MUSTER_RATE'
  }
  /** The public keys that permits are signed with. */
  'get /api/keys': { readonly answer: KeysAnswer }
  /** Who asks, how that is known, and what they may do. */
  'get /api/whoami': { readonly answer: WhoamiView }
  /** The caller's tokens; all, for who may administer. */
  'get /api/tokens': { readonly answer: TokensAnswer }
  /** Makes a token: the answer alone holds it. */
  'post /api/tokens': {
    readonly body: TokenBody
    readonly answer: TokenAnswer
    readonly status: 201
    readonly errors: 'MUSTER_USAGE' | 'MUSTER_TENANT_NOT_FOUND'
  }
  /** Revokes a token, for good. */
  'post /api/tokens/:token/revoke': {
    readonly body?: ReasonBody
    readonly answer: RevokedToken
    readonly errors: 'MUSTER_TOKEN_NOT_FOUND'
  }
  /** Runs, newest first. */
  'get /api/runs': {
    readonly query: RunsQuery
    readonly answer: RunsAnswer
    readonly errors: 'MUSTER_SEARCH'
  }
  /** Admits a run: 201 when it is new, 200 when its idempotency key already had one. */
  'post /api/runs': {
    readonly body: SubmitBody
    readonly answer: SubmitAnswer
    readonly status: 200 | 201
    readonly errors: Unreadable | Unstartable | 'MUSTER_IDEMPOTENCY_CONFLICT'
  }
  /** The pipelines that may be started by name. */
  'get /api/pipelines': { readonly answer: PipelinesAnswer }
  /** The text of one of them. */
  'get /api/pipelines/:pipeline': {
    readonly answer: PipelineAnswer
    readonly errors: 'MUSTER_PIPELINE_NOT_FOUND'
  }
  /** Checks a document, and with inputs tells what would start. Starts nothing. */
  'post /api/validate': {
    readonly body: ValidateBody
    readonly answer: ValidateAnswer
    readonly errors: 'MUSTER_TENANT_NOT_FOUND' | 'MUSTER_PROJECT_NOT_FOUND'
  }
  /** What a run would take, were it submitted. */
  'post /api/forecasts': {
    readonly body: SubmitBody
    readonly answer: RunForecast
    readonly errors: 'MUSTER_PIPELINE_NOT_FOUND' | 'MUSTER_TENANT_NOT_FOUND' | 'MUSTER_PROJECT_NOT_FOUND'
  }
  /** One run, whole. */
  'get /api/runs/:run': {
    readonly query: {
      /** How much of its attempts: `brief` leaves out the record of each. Default: `all`. */
      readonly attempts?: 'all' | 'brief' | 'none'
    }
    readonly answer: RunView
    readonly errors: NoRun
  }
  /** The graph that the run follows. */
  'get /api/runs/:run/graph': { readonly answer: Graph; readonly errors: NoRun }
  /** Why everything of the run that waits does so. */
  'get /api/runs/:run/why': { readonly answer: WhyView; readonly errors: NoRun }
  /** One stage with its attempts, their records, and its effects. */
  'get /api/runs/:run/stages/:stage': {
    readonly answer: StageAnswer
    readonly errors: NoRun | 'MUSTER_STAGE_NOT_FOUND'
  }
  /** The bytes of an artifact of the stage, as a download that no browser renders. */
  'get /api/runs/:run/stages/:stage/artifacts/:digest': {
    readonly bytes: true
    readonly errors: NoRun | 'MUSTER_STAGE_NOT_FOUND' | 'MUSTER_ARTIFACT_MISSING'
  }
  /** What the ledger holds of the run, in order. */
  'get /api/runs/:run/entries': {
    readonly query: EntriesQuery
    readonly answer: EntriesAnswer
    readonly errors: NoRun
  }
  /** The entries of the run as they are written, until it has ended and all were sent. The id of an event is its `seq`. */
  'get /api/runs/:run/events': {
    readonly query: Pick<EntriesQuery, 'after'>
    readonly events: { readonly entry: EntryView; readonly end: RunEnd }
    readonly errors: NoRun
  }
  /** What agents wrote. */
  'get /api/runs/:run/logs': {
    readonly query: {
      /** Only this stage and those inside it. */
      readonly stage?: string
      /** Whether to go on until the run has ended. */
      readonly follow?: boolean
    }
    readonly lines: LogLine
    readonly errors: NoRun
  }
  /** What the run can be resumed from, oldest first. */
  'get /api/runs/:run/checkpoints': {
    readonly query: {
      /** Only those of this stage. */
      readonly stage?: string
    }
    readonly answer: CheckpointsAnswer
    readonly errors: NoRun
  }
  /** Stops the run. */
  'post /api/runs/:run/cancel': {
    readonly body?: ReasonBody
    readonly answer: RunAnswer
    readonly errors: NoRun | 'MUSTER_RUN_ENDED' | 'MUSTER_POLICY_DENIED'
  }
  /** Starts an ended run again from what did not succeed, and from a stage if one is chosen. */
  'post /api/runs/:run/retry': {
    readonly body?: RetryBody
    readonly answer: RunAnswer
    readonly errors:
      | NoRun
      | 'MUSTER_STAGE_NOT_FOUND'
      | 'MUSTER_RUN_NOT_RETRYABLE'
      | 'MUSTER_RUN_TRIMMED'
      | Unstartable
  }
  /** Starts an ended run again, one stage from a checkpoint. */
  'post /api/runs/:run/resume': {
    readonly body: ResumeBody
    readonly answer: RunAnswer
    readonly errors:
      | NoRun
      | 'MUSTER_STAGE_NOT_FOUND'
      | 'MUSTER_RUN_NOT_RESUMABLE'
      | 'MUSTER_RUN_TRIMMED'
      | 'MUSTER_CHECKPOINT_NOT_FOUND'
      | 'MUSTER_CHECKPOINT_GONE'
      | Unstartable
  }
  /** Says whether an effect happened that is unknown. */
  'post /api/runs/:run/effects/:stage/:effect/settle': {
    readonly body: SettleBody
    readonly answer: EffectRow
    readonly errors: NoRun | 'MUSTER_EFFECT_NOT_FOUND' | 'MUSTER_EFFECT_KNOWN' | 'MUSTER_RUN_TRIMMED'
  }
  /** Open gates, the one that has waited longest first. */
  'get /api/gates': { readonly query: GatesQuery; readonly answer: GatesAnswer }
  /** One gate, open or decided: its newest round. */
  'get /api/gates/:gate': { readonly answer: GateView; readonly errors: NoGate }
  /** What people are shown of a gate before they decide. */
  'get /api/gates/:gate/evidence': { readonly answer: GateEvidence; readonly errors: NoGate }
  /** Votes. */
  'post /api/gates/:gate/votes': {
    readonly body: VoteBody
    readonly answer: GateAnswer
    readonly errors: Unvotable | 'MUSTER_GATE_DELEGATE' | 'MUSTER_GATE_FORM'
  }
  /** Gives the same answer at several gates that share a rule. */
  'post /api/votes': {
    readonly body: VotesBody
    readonly answer: VotesAnswer
    readonly errors: Unvotable | 'MUSTER_GATE_SET'
  }
  /** The gates that wait for whoever asks, the one that has waited longest first. */
  'get /api/inbox': { readonly query: GatesQuery; readonly answer: InboxAnswer }
  /** What a search finds, by kind, newest first. */
  'get /api/search': {
    readonly query: SearchAsked
    readonly answer: SearchAnswer
    readonly errors: 'MUSTER_SEARCH' | 'MUSTER_SEARCH_TOO_WIDE'
  }
  /** The views that whoever asks has saved, in order of their names. */
  'get /api/views': { readonly answer: ViewsAnswer }
  /** Saves a view, in place of the one of its page and name. */
  'put /api/views': { readonly body: SavedView; readonly answer: SavedView }
  /** Forgets a view. */
  'delete /api/views': { readonly query: Omit<SavedView, 'query'>; readonly answer: DroppedView }
  /** Templates, projects and workers that stand revoked, newest first. */
  'get /api/revocations': { readonly answer: RevocationsAnswer }
  /** Revokes something, or lifts that. */
  'post /api/revocations': {
    readonly body: RevokeBody
    readonly answer: RevokeAnswer
    readonly errors:
      | NoRun
      | 'MUSTER_RUN_ENDED'
      | 'MUSTER_RUN_TRIMMED'
      | 'MUSTER_AGENT_NOT_FOUND'
      | 'MUSTER_AGENT_ENDED'
      | 'MUSTER_NOT_LIFTED'
      | 'MUSTER_POLICY_DENIED'
  }
  /** What was refused or done outside of runs and what changed who may do what, newest first. */
  'get /api/audit': { readonly query: AuditQuery; readonly answer: AuditAnswer }
  /** Limits, and what is used of them. */
  'get /api/quotas': {
    readonly query: {
      /** Of another tenant: for the local owner. */
      readonly tenant?: string
    }
    readonly answer: QuotasAnswer
    readonly errors: 'MUSTER_TENANT_NOT_FOUND'
  }
  /** Sets limits. */
  'post /api/quotas': {
    readonly body: QuotaBody
    readonly answer: QuotaAnswer
    readonly errors: 'MUSTER_TENANT_NOT_FOUND' | 'MUSTER_PROJECT_NOT_FOUND'
  }
  /** The tenants there are: for the local owner. */
  'get /api/tenants': { readonly answer: TenantsAnswer }
  /** Makes a tenant or a project: for the local owner. 201 when it is new. */
  'post /api/tenants': {
    readonly body: TenantBody
    readonly answer: TenantAnswer
    readonly status: 200 | 201
    readonly errors: 'MUSTER_USAGE'
  }
  /** The webhooks of the tenant: their hosts, never their addresses. */
  'get /api/webhooks': { readonly answer: WebhooksAnswer }
  /** Adds a webhook: the answer alone holds the secret of its signatures. */
  'post /api/webhooks': {
    readonly body: WebhookBody
    readonly answer: WebhookAnswer
    readonly status: 201
    readonly errors: 'MUSTER_WEBHOOK_ADDRESS' | 'MUSTER_POLICY_DENIED' | 'MUSTER_QUOTA'
  }
  /** Removes a webhook: it is told nothing more. */
  'post /api/webhooks/:webhook/remove': {
    readonly body?: Nothing
    readonly answer: RemovedWebhook
    readonly errors: 'MUSTER_WEBHOOK_NOT_FOUND' | 'MUSTER_POLICY_DENIED'
  }
  /** Sends a webhook `webhook.test` at once, and tells what came of it. */
  'post /api/webhooks/:webhook/test': {
    readonly body?: Nothing
    readonly answer: WebhookTestAnswer
    readonly errors: 'MUSTER_WEBHOOK_NOT_FOUND' | 'MUSTER_POLICY_DENIED'
  }
  /**
   * What changes. The ids of `alive` and `anew` are positions of the ledger: `alive` says that everything up to there was
   * told, `anew` that the past cannot be told and everything is to be asked for again.
   */
  'get /api/events': {
    readonly query: {
      /** Go on after this id, when no `Last-Event-ID` is sent. */
      readonly after?: string
    }
    readonly events: {
      readonly change: RunChange
      readonly tenant: Nothing
      readonly fleet: Nothing
      readonly alive: Nothing
      readonly anew: Nothing
    }
  }
  /** How this Muster is, and its numbers. */
  'get /api/home': { readonly answer: HomeView }
  /** Planners, dashboards, stores and queues. */
  'get /api/fleet': { readonly answer: FleetView }
  /** The workers that beat now. */
  'get /api/workers': { readonly answer: WorkersAnswer }
  /** Has a worker take no new agents, or lifts that. */
  'post /api/workers/:worker/drain': {
    readonly body?: DrainBody
    readonly answer: DrainAnswer
    readonly errors: 'MUSTER_WORKER_NOT_FOUND' | 'MUSTER_POLICY_DENIED'
  }
  /** The templates of the tenant: files, and published ones. */
  'get /api/templates': { readonly answer: TemplatesAnswer }
  /** Publishes a version of a template. */
  'post /api/templates': {
    readonly body: PublishBody
    readonly status: 200 | 201
    readonly answer: PublishAnswer
    readonly errors:
      | 'MUSTER_TEMPLATE_INVALID'
      | 'MUSTER_TEMPLATE_IMMUTABLE'
      | 'MUSTER_TEMPLATE_WITHDRAWN'
      | 'MUSTER_POLICY_DENIED'
      | 'MUSTER_QUOTA'
  }
  /** Lets no new run use a published version. */
  'post /api/templates/:template/revoke': {
    readonly body: WithdrawBody
    readonly answer: WithdrawAnswer
    readonly errors: 'MUSTER_TEMPLATE_NOT_FOUND' | 'MUSTER_POLICY_DENIED'
  }
  /** Verifies the hash chain of one run, or of all. */
  'get /api/ledger/verify': {
    readonly query: {
      /** Only this run. */
      readonly run?: string
    }
    readonly answer: VerifyAnswer
    readonly errors: NoRun
  }
  /** The policies in force, and their digest. */
  'get /api/policy': { readonly answer: PolicyView }
  /** Why a request would be allowed or denied. */
  'get /api/policy/explain': {
    readonly query: ExplainQuery
    readonly answer: PolicyExplanation
    readonly errors: NoRun | NoGate | 'MUSTER_AGENT_NOT_FOUND'
  }
  /** Reads the policies anew, and puts them in force everywhere. */
  'post /api/policy/reload': {
    readonly body?: Nothing
    readonly answer: ReloadAnswer
    readonly errors: 'MUSTER_POLICY_DENIED' | 'MUSTER_POLICIES_INVALID'
  }
}

/** A route of the API, as `get /api/runs`. */
export type ApiRoute = keyof ApiContract
