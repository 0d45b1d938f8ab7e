import type { SettableLimit } from './quota.ts'
import type { Actor } from './actor.ts'
import type { WorkspaceSnapshot } from './checkpoint.ts'
import type { Problem } from './error.ts'
import type { Entry } from './fact.ts'
import type { Decision, NamedSurface, Verdict } from './gate.ts'
import type { Graph } from './graph.ts'
import type { PartHealth } from './health.ts'
import type { Json } from './json.ts'
import type { HomeNumbers } from './numbers.ts'
import type { NamedPolicy, PolicyAction, PolicyDecision, PolicyGround, PolicyRequest } from './policy.ts'
import type { AttemptRow, EffectRow, GateAbout, StageRow, VoteRow } from './port.ts'
import type { Withdrawal } from './published.ts'
import type { QuotaTaking } from './quota-taking.ts'
import type { SandboxKind } from './sandbox.ts'
import type { WorkPhase } from './phase.ts'
import type { RevocationScope, StandingScope } from './revocation.ts'
import type { SearchKind } from './search/search-query.ts'
import type { RunStatus, StageStatus } from './status.ts'
import type { InputSpec, Template } from './template.ts'
import type { Tier } from './tier.ts'

/** A run in a list. Times are milliseconds since 1970. */
export interface RunSummary {
  readonly id: string
  readonly pipeline: string
  readonly version: string
  readonly status: RunStatus
  readonly reason: string | null
  readonly by: Actor
  readonly submittedAt: number
  readonly finishedAt: number | null
  readonly deadlineAt: number | null
  /** The sequence number and hash of its newest entry. */
  readonly seq: number
  readonly head: string
  /** When all but this was deleted; null while it is there. */
  readonly trimmedAt: number | null
  readonly yesToGates: boolean
}

/** A gate as voters see it: who can decide it, by when, and what was said. */
export interface GateView {
  readonly id: string
  readonly run: string
  readonly stage: string
  readonly type: string
  readonly message: string | null
  readonly approvers: readonly string[]
  readonly quorum: number
  readonly digest: string
  readonly openedAt: number
  readonly deadlineAt: number
  readonly escalated: boolean
  readonly verdict: Verdict | null
  readonly reason: string | null
  readonly decidedAt: number | null
  readonly about: GateAbout | null
  readonly votes: readonly VoteRow[]
}

/** One run, whole. */
export interface RunView {
  readonly run: RunSummary
  readonly inputs: Readonly<Record<string, Json>>
  readonly stages: readonly StageRow[]
  readonly attempts: readonly AttemptRow[]
  readonly gates: readonly GateView[]
  /** The policies that let it start; null in a run from before policies were asked. */
  readonly policy: PolicyGround | null
  /** The stages whose agents ran without a sandbox, as far as attempts were asked for. */
  readonly withoutSandbox: readonly string[]
  /** What its agents asked to do outside their workspaces. */
  readonly effects: readonly EffectRow[]
}

/** A checkpoint of an agent, as lists show it. */
export interface CheckpointView {
  readonly digest: string
  readonly stage: string
  readonly phase: WorkPhase
  readonly attempt: number
  readonly fence: number
  readonly worker: string
  /** When the phase ended, and how. */
  readonly at: number
  readonly outcome: 'succeeded' | 'failed' | 'timed_out'
  /** Whether the run can be resumed from it: it is the newest of its phase that counts, and is still kept. */
  readonly resumable: boolean
  /** What is in it; null when it is no longer kept. */
  readonly holds: {
    readonly workspace: WorkspaceSnapshot
    readonly planDigest: string | null
    /** Names of outputs, and the phases whose records are in it. */
    readonly outputs: readonly string[]
    readonly records: readonly WorkPhase[]
    /** Whether the agent itself gave something to be kept. */
    readonly saved: boolean
    readonly previous: string | null
  } | null
}

export interface RetryBody {
  /** The stage that runs again whatever it came to, with all that depends on it. */
  readonly from?: string
}

export interface ResumeBody {
  readonly stage: string
  readonly phase: WorkPhase
}

/** A template that pipelines may name, or that one of the tenant published. */
export interface TemplateView extends Template {
  /** By whom and when; null for one of a file, which all tenants share. */
  readonly published: { readonly by: Actor; readonly at: number } | null
  /** Why no new run may use it; null when they may. */
  readonly withdrawn: Withdrawal | null
  /** Why none of its agents may work; null when they may. */
  readonly revoked: Withdrawal | null
}

/** A template to be published. */
export interface PublishBody {
  /** The text of it: YAML. */
  readonly document: string
  /** What to call the document in messages about it. */
  readonly file?: string
  /** The texts of the files that it names, by their paths. */
  readonly files?: Readonly<Record<string, string>>
}

export interface PublishAnswer {
  readonly template: TemplateView
  /** False when this very content was published before. */
  readonly created: boolean
}

export interface WithdrawBody {
  readonly reason: string
}

export interface WithdrawAnswer {
  /** As `name@version`. */
  readonly template: string
  /** False when it was so already. */
  readonly changed: boolean
}

/** A pipeline that may be started by its name, as lists show it. */
export interface PipelineSummary {
  readonly name: string
  readonly version: string | null
  readonly description: string | null
  /** How many faults keep it from being started; what it says of itself is then not known. */
  readonly faults: number
  /** The templates that its stages name, without their versions. */
  readonly templates: readonly string[]
}

/** A pipeline to be checked. */
export interface ValidateBody {
  /** The text of it. */
  readonly pipeline: string
  /** What to call the document in messages about it. */
  readonly file?: string
  /** With inputs, though they be none, the answer also tells what would start. */
  readonly inputs?: Readonly<Record<string, Json>>
}

export interface ValidateAnswer {
  /** Every fault at its place. */
  readonly problems: readonly Problem[]
  /** What the document declares; null while it has faults. */
  readonly declares: {
    readonly name: string
    readonly version: string
    readonly description: string | null
    readonly inputs: Readonly<Record<string, InputSpec>>
  } | null
  /** Null unless inputs were given, and while the document has faults. */
  readonly start: StartPreview | null
}

/** What a submission would come to if it were made now. */
export interface StartPreview {
  /** Every way in which the inputs do not fit what is declared. */
  readonly inputProblems: readonly string[]
  /** Null when the inputs do not fit. */
  readonly graph: Graph | null
  /** Why it would be refused; null when it would start. */
  readonly refusal: ErrorBody['error'] | null
  readonly quota: readonly QuotaTaking[]
}

/** What a submission would come to: as of a document that is checked, with what a script most wants to know of it. */
export interface RunForecast extends ValidateAnswer {
  /** How many of its stages are agents: no more are at work at a time. Null while there is no graph. */
  readonly agents: number | null
}

/** A submission: the text of a pipeline, or the name of one the server knows. */
export interface SubmitBody {
  readonly pipeline: string
  /** What to call the document in messages about it. */
  readonly file?: string
  readonly inputs?: Readonly<Record<string, Json>>
  readonly idempotencyKey?: string
  readonly yesToGates?: boolean
}

export interface SubmitAnswer {
  readonly run: RunSummary
  /** False when the idempotency key already belonged to this run. */
  readonly created: boolean
}

export interface VoteBody {
  readonly decision: Decision
  /** Why; `send-back` needs it: it is handed to the agent that plans anew. */
  readonly comment?: string
  /** The digest of the gate as it was shown: when the gate has changed since, the vote is refused. */
  readonly seen: string
  /** With `delegate`: the person who is to vote instead. */
  readonly to?: string
  /** With `approve`: what the form of the gate asks for. */
  readonly values?: Readonly<Record<string, Json>>
  /** Where the vote was given. Default: `api`. */
  readonly surface?: NamedSurface
  /** Speak for this approver: the local owner only. */
  readonly as?: string
}

/** What several votes came to that were given as one. */
export interface VotesAnswer {
  /** The gates at which they count, after that. */
  readonly answers: readonly GateView[]
  readonly refused: readonly { readonly gate: string; readonly error: ErrorBody['error'] }[]
}

/** A gate that waits for whoever asks. */
export interface InboxItem {
  readonly gate: GateView
  readonly pipeline: string
  readonly version: string
  /** Who started the run. */
  readonly by: Actor
  /** The highest tier that it lets on; null when no agent follows from it. */
  readonly tier: Tier | null
  /** The entry of its approvers under which the vote would count. */
  readonly as: string
  /** Items with the same can be answered together; null for a gate with a form, which is filled in by itself. */
  readonly rule: string | null
}

/** A page of open gates; `next` is the `after` of the page that follows, null when there is none. */
export interface GatesAnswer {
  readonly gates: readonly GateView[]
  readonly next: string | null
}

/** A page of an inbox. It may hold fewer than were asked for, and more follow all the same. */
export interface InboxAnswer {
  readonly items: readonly InboxItem[]
  readonly next: string | null
}

/** Something that a search found, with the run that it is of. */
export type SearchHit =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | {
      readonly kind: 'agent' | 'stage'
      readonly run: string
      readonly pipeline: string
      readonly stage: string
      readonly type: string
      readonly status: StageStatus
      readonly reason: string | null
      /** The phase an agent is in or ended in. */
      readonly phase: string | null
      readonly startedAt: number | null
      readonly finishedAt: number | null
    }
  | {
      readonly kind: 'gate'
      readonly run: string
      readonly pipeline: string
      readonly stage: string
      readonly round: number
      readonly message: string | null
      /** Null while it waits. */
      readonly verdict: Verdict | null
      readonly reason: string | null
      readonly openedAt: number
      readonly decidedAt: number | null
    }
  | {
      readonly kind: 'entry'
      readonly run: string
      readonly pipeline: string
      readonly entry: EntryView
    }

/** What a search found of one kind, newest first. */
export interface SearchGroup {
  readonly kind: SearchKind
  readonly hits: readonly SearchHit[]
  /** How many there are, of those that were looked at: 100 may be more. */
  readonly count: number
  /** The `after` of the page that follows; null when there is none. */
  readonly next: string | null
}

/** What a search found, by kind: every kind that has all that was asked for, also where nothing was found. */
export interface SearchAnswer {
  readonly groups: readonly SearchGroup[]
}

/** The pages of which views are saved. */
export const VIEW_PAGES = ['runs', 'search'] as const
export type ViewPage = (typeof VIEW_PAGES)[number]

/** What somebody looks at again and again. */
export interface SavedView {
  readonly page: ViewPage
  readonly name: string
  /** The address of the page behind its question mark. */
  readonly query: string
}

export interface ViewsAnswer {
  readonly views: readonly SavedView[]
}

export interface DroppedView extends Omit<SavedView, 'query'> {
  /** False when there was none. */
  readonly dropped: boolean
}

/** What a person says of an effect that is unknown. */
export interface SettleBody {
  readonly happened: boolean
  readonly reason?: string
}

/** One entry as events carry it. */
export interface EntryView extends Entry {
  readonly hash: string
}

/** One line an agent wrote. */
export interface LogLine {
  readonly stage: string
  readonly phase: string
  readonly attempt: number
  readonly stream: 'stdout' | 'stderr'
  readonly at: number
  readonly text: string
}

/** A request to revoke something, or to lift that. */
export interface RevokeBody {
  readonly scope: RevocationScope
  /** A run, an agent as `RUN.STAGE`, a template as `name` or `name@version`, a project or a worker. */
  readonly id: string
  readonly reason: string
  /** Lift it instead: templates, projects and workers only. */
  readonly lift?: boolean
}

export interface RevokeAnswer {
  readonly scope: RevocationScope
  readonly id: string
  readonly revoked: boolean
  /** False when it was so already. */
  readonly changed: boolean
  /** Runs that it stopped, or of which it stopped an agent. */
  readonly runs: number
}

/** What stands revoked until it is lifted. */
export interface RevocationView {
  readonly scope: StandingScope
  readonly id: string
  readonly by: Actor
  readonly reason: string
  readonly at: number
  /** Its place in the tenant's chain of revocations, and its hash. */
  readonly seq: number
  readonly hash: string
}

export interface WorkerView {
  readonly id: string
  /** Of Muster; absent where it is too old to say so. */
  readonly version?: string
  readonly tiers: readonly number[]
  readonly concurrency: number
  readonly sandbox: SandboxKind
  /** Agents it holds now. */
  readonly agents: readonly string[]
  /** How many those are, also where not all of them are told. */
  readonly held?: number
  /** What it does for each of them. */
  readonly phases?: Readonly<Record<string, WorkPhase>>
  readonly beatAt: number
  /** Whether it is revoked, and so takes no jobs. */
  readonly revoked?: boolean
  /** Since when it takes no new agents, and who wanted that; absent while it takes them. */
  readonly draining?: Drain
}

/** That a worker is to end what it has and take no new agents. */
export interface Drain {
  readonly by: string
  readonly at: number
}

export interface DrainBody {
  /** Take new agents again. */
  readonly lift?: boolean
}

export interface DrainAnswer {
  readonly worker: string
  readonly draining: boolean
  /** False when it was so already. */
  readonly changed: boolean
}

/** Whether a store answers. */
export type StoreHealth =
  | { readonly ok: true; readonly ms: number; readonly about: string }
  | { readonly ok: false; readonly problem: string }

/** A queue of jobs. */
export interface QueueView {
  readonly name: string
  /** The tier whose agents it holds; null for another queue. */
  readonly tier: Tier | null
  /** The worker whose own it is. */
  readonly worker: string | null
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
  /** When the job that has waited longest was added; null when none waits. */
  readonly oldestAt: number | null
}

/** What waits in the queues of tiers. */
export interface WaitingJobs {
  readonly count: number
  /** When the one was added that has waited longest; null when none waits. */
  readonly oldestAt: number | null
}

/** How this Muster is, and what its numbers are. */
export interface HomeView {
  readonly at: number
  readonly health: readonly PartHealth[]
  /** Of the tenant or the project of whoever asks; null while the ledger does not answer. */
  readonly numbers: HomeNumbers | null
  /** Of the whole fleet: null for who belongs to another tenant than `default`, and while the store does not answer. */
  readonly jobs: WaitingJobs | null
}

/** What workers stand on. */
export interface FleetView {
  /** Planners and dashboards that beat lately. */
  readonly processes: readonly DeciderView[]
  readonly ledger: StoreHealth
  readonly store: StoreHealth
  readonly queues: readonly QueueView[]
}

/** The policies that a Muster decides by. */
export interface PolicyView {
  /** Of all of them and their schema: entries name it, and approvals bind to it. */
  readonly digest: string
  readonly policies: readonly NamedPolicy[]
  /** Whether the ledger names them for all processes: somebody reloaded them. */
  readonly named: boolean
  /** The processes that decide, with what each of them decides by. */
  readonly processes: readonly DeciderView[]
}

/** A process that decides by policies. */
export interface DeciderView {
  readonly id: string
  readonly kind: 'planner' | 'dashboard'
  /** The digest of its policies; null when it could not load those in force, and so denies everything. */
  readonly policies: string | null
  readonly beatAt: number
}

/** How one policy bears on a request. */
export interface PolicyBearing extends Omit<NamedPolicy, 'text'> {
  /** Whether it holds; one that fails denies everything. */
  readonly holds: 'yes' | 'no' | 'fails'
}

/** Why a request would be allowed or denied. */
export interface PolicyExplanation {
  readonly request: PolicyRequest
  readonly decision: PolicyDecision
  /** Every policy that speaks of such a request, those that hold first. */
  readonly policies: readonly PolicyBearing[]
}

/** What to ask policies about: a run, a gate or an agent by its id, or a template; nothing for a whole tenant. */
export interface ExplainQuery {
  readonly action: PolicyAction
  readonly on?: string
  /** Somebody else than who asks, with their roles. */
  readonly as?: string
  readonly roles?: readonly string[]
  /** Of a run that is to start, or the highest of a template. Default: 0 of a run, 4 of a template. */
  readonly tier?: number
  readonly project?: string
  readonly pipeline?: string
  readonly demonstration?: boolean
  /** Of an effect. */
  readonly verb?: string
  readonly target?: string
}

export interface ReloadAnswer {
  readonly digest: string
  /** Whether they are others now. */
  readonly changed: boolean
}

/** What a verification of the ledger came to. */
export interface VerifyAnswer {
  readonly runs: number
  readonly entries: number
  /** Runs of which only the row is kept, as MUSTER_KEEP_RUNS wants. */
  readonly trimmed: number
  /** Links of the chains of revocations. */
  readonly revocations: number
  /** Entries of the chains of refusals. */
  readonly refusals: number
  /**
   * The first entry that does not hold, of each broken run; of a tenant's chains, `run` is `revocations of TENANT` or
   * `refusals of TENANT`.
   */
  readonly broken: readonly { readonly run: string; readonly seq: number; readonly problem: string }[]
}

/** An error as the API answers it. */
export interface ErrorBody {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hint: string
    readonly problems: readonly Problem[]
  }
}

/** Limits to set: null takes one away, what is absent stays. */
export interface QuotaBody {
  /** Of a project; of the tenant itself when absent. */
  readonly project?: string
  /** Of another tenant: the local owner only. */
  readonly tenant?: string
  readonly limits: Readonly<Partial<Record<SettableLimit, number | null>>>
  readonly reason: string
}

export interface TenantBody {
  readonly tenant: string
  /** A project to make besides, or in a tenant that is there. */
  readonly project?: string
}
