import type { Actor } from './actor.ts'
import type { BudgetView } from './budget.ts'
import type { Attention, AttentionOf, GateViewing } from './attention.ts'
import type { AskedEffect, EffectDenial, EffectReply, EffectStatus } from './effect.ts'
import type { Fact, SealedEntry } from './fact.ts'
import type { Decision, GateBinds, Surface, Verdict, Voter } from './gate.ts'
import type { Graph, StageId } from './graph.ts'
import type { LedgerFacts } from './health.ts'
import type { AttemptJob, GateJob, SubmissionJob } from './job.ts'
import type { Json, JsonObject } from './json.ts'
import type { NoticeRow } from './notice.ts'
import type { Counted, MinuteRow } from './numbers.ts'
import type { ForgedMessage, WorkerMessage } from './outcome.ts'
import type { WebhookRow } from './webhook.ts'
import type { AttemptIdentity, Permit } from './permit.ts'
import type { TemplateRow } from './published.ts'
import type { QuotaScope, Usage } from './quota.ts'
import type { SealedRevocation } from './revocation.ts'
import type { SavedView, SearchHit } from './api.ts'
import type { SearchKind, SearchQuery } from './search/search-query.ts'
import type { RunStatus, StageStatus } from './status.ts'
import type { InputSpec } from './template.ts'
import type { TenantView } from './tenant.ts'
import type { Tier } from './tier.ts'
import type { SessionRow, TokenRow } from './token.ts'

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
      /** The worker whose own queue it goes to, as long as that worker is there. */
      readonly home: string | null
      readonly job: AttemptJob
      readonly notBefore: number
    }
  | { readonly kind: 'gate'; readonly jobId: string; readonly job: GateJob; readonly notBefore: number }
  | { readonly kind: 'gate-closed'; readonly jobId: string }
  /** Stop whatever this agent, named as by keys, runs under this fence or an older one. */
  | { readonly kind: 'stop'; readonly agent: string; readonly fence: number }
  /** Tell a worker whether it may take jobs. */
  | { readonly kind: 'worker'; readonly worker: string; readonly revoked: boolean }
  /** Keep nothing ready of a template, `name` or `name@version`: it is revoked. */
  | { readonly kind: 'template'; readonly tenant: string; readonly template: string }
  /** Tell every process that decides which policies are in force. */
  | { readonly kind: 'policies'; readonly digest: string }

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
  /** When everything but this row was deleted; null while it is there. */
  readonly trimmedAt: number | null
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
  /** What an agent spent of what it may; null when there is no limit and nothing worth telling. */
  readonly budget: BudgetView | null
  /** Of the attempt now dispatched; null when none is. */
  readonly tier: Tier | null
  readonly dispatchedAt: number | null
  readonly notBefore: number | null
  readonly home: string | null
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

/** An attempt that is over. */
export type EndedAttempt = AttemptRow & {
  readonly status: Exclude<AttemptStatus, 'dispatched'>
  readonly finishedAt: number
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
  /** What it is about and how it is decided; null in rows from before gates told. */
  readonly about: GateAbout | null
}

/** What a gate is about, and how it is decided beyond its quorum. */
export interface GateAbout {
  /** An agent's plan, or what led to a stage of type gate. */
  readonly subject: 'plan' | 'stage'
  /** The tier at which the agent would execute its plan. */
  readonly tier: Tier | null
  /** The highest tier that it lets on; null when no agent follows from it, absent in rows from before gates told. */
  readonly leadsTo?: Tier | null
  /** Gates of the same rule may be answered together; null for one with a form, absent in rows from before gates told. */
  readonly rule?: string | null
  readonly binds: GateBinds | null
  /** What is different since the round before, in words. */
  readonly changed: readonly string[]
  readonly people: number
  readonly agents: number
  readonly delayMs: number
  readonly vetoes: readonly string[]
  readonly allowAuthor: boolean
  /** Who published the templates that the run uses, by those; absent when nobody did. */
  readonly publishers?: Readonly<Record<string, Actor>>
  /** What an approver fills in. */
  readonly form: Readonly<Record<string, InputSpec>>
  readonly sendBack: { readonly left: number; readonly to: readonly StageId[] }
  /** When all is approved and the delay of the tier is over; null before. */
  readonly heldUntil: number | null
}

export interface VoteRow {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  readonly round: number
  readonly voter: Voter
  readonly as: string
  readonly decision: Decision
  readonly comment: string | null
  /** From 1 in each round. */
  readonly number: number
  readonly surface: Surface | null
  readonly seen: string | null
  readonly shownAt: number | null
  readonly to: string | null
  readonly values: Readonly<Record<string, Json>> | null
  readonly at: number
}

/** An effect that an agent asked for, as it now stands. */
export type EffectRow = Omit<AskedEffect, 'id' | 'holder'> & {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  /** From 1 for each agent. */
  readonly number: number
  readonly askedAt: number
  readonly status: EffectStatus
  /** Why it was denied. */
  readonly code: EffectDenial | null
  readonly reason: string | null
  /** Sizes, digests and codes of what it came to. */
  readonly result: JsonObject
  readonly endedAt: number | null
  /** Who settled it, when it was unknown. */
  readonly settledBy: Actor | null
}

/** All that one beat of the loop writes; it commits whole or not at all. */
export interface Commit {
  /** New runs as they now stand, with their graphs. */
  readonly created: readonly { readonly row: RunRow; readonly graph: Graph }[]
  /** Other runs as they now stand. */
  readonly runs: readonly RunRow[]
  readonly entries: readonly SealedEntry[]
  /** Upserted by (run, stage). */
  readonly stages: readonly StageRow[]
  /** Those that ended, each once. */
  readonly attempts: readonly EndedAttempt[]
  /** Upserted by (run, stage, round). */
  readonly gates: readonly GateRow[]
  readonly votes: readonly VoteRow[]
  /** Upserted by (run, stage, number). */
  readonly effects: readonly EffectRow[]
  /** Upserted by (id, receiver). */
  readonly notices: readonly NoticeRow[]
  readonly outbox: readonly {
    readonly tenant: string
    readonly run: string
    readonly message: OutboxMessage
  }[]
  /**
   * How many revocations of each tenant whoever decided this knew. When there are more by now, nothing is written: what
   * was decided may be revoked.
   */
  readonly revocations: readonly { readonly tenant: string; readonly seq: number }[]
}

/** What makes two submissions one. */
export interface IdempotencyKey {
  readonly tenant: string
  readonly project: string
  readonly key: string
}

/** What may be done inside one transaction of the ledger. */
export interface LedgerTransaction {
  /**
   * Locks these runs against every other transaction until this one ends, in order of id. Answers the number of each
   * one's newest entry; unknown runs are absent.
   */
  lockRuns(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  runs(ids: readonly string[]): Promise<readonly RunRow[]>
  /** Each run's entries after a number, each run's in order. */
  entriesAfter(
    heads: readonly { readonly run: string; readonly seq: number }[],
  ): Promise<readonly SealedEntry[]>
  /** The graphs of these runs; unknown runs are absent. */
  graphs(runs: readonly string[]): Promise<ReadonlyMap<string, Graph>>
  /** The runs that these keys belong to. Until this transaction ends nobody else can take one of the keys. */
  runsByKeys(keys: readonly IdempotencyKey[]): Promise<readonly RunRow[]>
  /**
   * What these tenants and projects use, in order; of runs that were submitted since `since` where that is by the day.
   * Until this transaction ends nobody else can count for one of the tenants.
   */
  usage(scopes: readonly QuotaScope[], since: number): Promise<readonly Usage[]>
  /** Writes a commit; answers the ids of its outbox rows, in order. Need not be awaited: the transaction ends with it. */
  write(commit: Commit): Promise<readonly number[]>
}

export interface RunFilter {
  readonly tenant: string
  readonly status?: RunStatus
  /** Only those of one project. */
  readonly project?: string
  /** At most this many, newest first. */
  readonly limit: number
  /** Only runs submitted before this one. */
  readonly before?: string
  /** Only runs of this pipeline. */
  readonly pipeline?: string
  /** Only runs that this person or script submitted. */
  readonly by?: string
  /** Only runs whose id, pipeline, reason or submitter holds each of these, in any case of letters. */
  readonly words?: readonly string[]
  /** Only runs submitted at or after this moment. */
  readonly since?: number
}

/** Where a dispatched attempt stands: enough to ask the store whether its job is still there. */
export interface InFlight {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  readonly phase: string
  readonly attempt: number
  readonly fence: number
  readonly tier: Tier
  readonly home: string | null
  readonly dispatchedAt: number
}

/** A deadline that has passed: of a stage, or of the run when `stage` is null. */
export interface Due {
  readonly run: string
  readonly stage: StageId | null
}

export interface OpenGateFilter {
  readonly tenant: string
  /** Only those of one project. */
  readonly project?: string
  readonly run?: string
  /** Only those that wait for this person or script. */
  readonly voter?: Actor
  /** Only those after this one. */
  readonly after?: Pick<GateRow, 'openedAt' | 'run' | 'stage'>
  readonly limit: number
}

/** An open gate, with what was said in its round, and the run that it is of. */
export interface WaitingGate {
  readonly gate: GateRow
  readonly votes: readonly VoteRow[]
  readonly by: Actor
  readonly pipeline: string
  readonly version: string
}

/** What to find of one kind. */
export interface Search {
  readonly tenant: string
  /** Only in one project. */
  readonly project?: string
  readonly kind: SearchKind
  readonly query: SearchQuery
  /** Only what comes after this, as `next` of the page before said it. */
  readonly after?: string
  readonly limit: number
}

/** Something that was found: as the API tells it, but that runs and entries are as the ledger keeps them. */
export type FoundHit =
  | Exclude<SearchHit, { readonly kind: 'run' | 'entry' }>
  | { readonly kind: 'run'; readonly run: RunRow }
  | { readonly kind: 'entry'; readonly pipeline: string; readonly entry: SealedEntry }

/** A page of what was found, newest first. It may hold fewer than were asked for, and more follow all the same. */
export interface FoundPage {
  /** Each with the `after` of what follows it. */
  readonly found: readonly { readonly hit: FoundHit; readonly after: string }[]
  /** The `after` of the page that follows; null when there is none. */
  readonly next: string | null
}

/** A search or a list of runs that somebody keeps under a name. */
export interface SavedViewRow extends SavedView {
  readonly tenant: string
  /** Whose it is. */
  readonly owner: string
}

/** What may be read of runs, and of templates. Of an unknown one there is nothing. */
export interface LedgerReads {
  runs(filter: RunFilter): Promise<readonly RunRow[]>
  /** Throws MUSTER_SEARCH_TOO_WIDE when it takes too long, MUSTER_SEARCH for an `after` that is none. */
  search(search: Search): Promise<FoundPage>
  run(tenant: string, id: string): Promise<RunRow | null>
  /** Throws MUSTER_RUN_NOT_FOUND. */
  graph(run: string): Promise<Graph>
  stages(run: string): Promise<readonly StageRow[]>
  attempts(run: string): Promise<readonly AttemptRow[]>
  /** Every gate of a run: all rounds. */
  gates(of: { readonly run: string }): Promise<readonly GateRow[]>
  /** A page of open gates, the one that has waited longest first. It costs what it holds, whatever else is open. */
  openGates(filter: OpenGateFilter): Promise<readonly WaitingGate[]>
  votes(run: string): Promise<readonly VoteRow[]>
  /** How much somebody approves, and since when they look at what a vote binds to. One statement, whatever was voted before. */
  attention(of: AttentionOf): Promise<Attention>
  /** Who approved most in a tenant after a moment: at most `people`. */
  approvals(tenant: string, since: number, people: number): Promise<readonly ApprovalCount[]>
  /** What the agents of a run asked for, in order of stage and number. */
  effects(run: string): Promise<readonly EffectRow[]>
  entries(run: string, afterSeq: number, limit: number): Promise<readonly SealedEntry[]>
  /** The refusals of a tenant before this one, or from the newest when null, newest first. */
  refusals(tenant: string, before: number | null, limit: number): Promise<readonly SealedRevocation[]>
  /** Those of the versions of templates, named as `name@version`, that a tenant published. */
  templates(tenant: string, ids: readonly string[]): Promise<readonly TemplateRow[]>
  /** The same of what changed who may do what: revocations, tokens, limits and policies. */
  register(tenant: string, before: number | null, limit: number): Promise<readonly SealedRevocation[]>
  /** What a tenant or a project uses now: see LedgerTransaction.usage. */
  usage(scope: QuotaScope, since: number): Promise<Usage>
  /** The views that somebody saved, in order of their names. */
  views(tenant: string, owner: string): Promise<readonly SavedView[]>
  /** What came to an end since a moment, by the minute, and what is open now. */
  counted(scope: QuotaScope, since: number): Promise<Counted>
  /** Its name and version. */
  about(): Promise<LedgerFacts>
  /** What was committed since a position that this answered before; null asks for the position alone. */
  changes(scope: QuotaScope, since: string | null, limit: number): Promise<Changes>
}

/** How often somebody approved. */
export interface ApprovalCount {
  readonly person: string
  readonly count: number
}

/** What was committed since a position of the ledger. */
export interface Changes {
  /** Everything that was committed before this position can be seen by now. */
  readonly position: string
  /**
   * Runs that have changed, each with a position before which nothing is left out that is not among those before it; null
   * when that cannot be told: too many, or not a position of this ledger.
   */
  readonly runs: readonly { readonly id: string; readonly position: string }[] | null
  /** How many links the tenant's chains have by now, that of refusals and that of revocations together. */
  readonly links: number
}

/** An agent stage that waits for room among the agents of its tenant or project. */
export interface HeldStage {
  readonly tenant: string
  readonly project: string
  readonly run: string
  readonly stage: StageId
}

/** A key that signs, as the ledger keeps it. */
export interface SigningKey {
  readonly kid: string
  /** The private half as a JSON Web Key, encrypted. */
  readonly jwk: string
  readonly createdAt: number
}

/** Vouches for texts by a key that all of a fleet share, and the store does not know. Throws MUSTER_KEYLESS without one. */
export interface Seals {
  seal(text: string): string
  accepts(text: string, seal: string): boolean
}

/** Signs for this Muster. Whoever publishes jobs and answers workers has one; a worker has none. The store can read nothing of it. */
export interface Signer extends Pick<Seals, 'seal'> {
  /** Says who an attempt is, until then. */
  attest(identity: AttemptIdentity, until: number): Promise<string>
  /** Whom the credential of an attempt is of; null when it is not ours, or another's, or has expired. */
  read(
    credential: string,
    of: Pick<AttemptIdentity, 'run' | 'stage' | 'fence'>,
  ): Promise<AttemptIdentity | null>
  /** Lets an attempt act, for a short while. What it is for is in the ledger by then. */
  permit(permit: Permit): Promise<string>
}

/** The truth. Postgres or PGlite; the planner alone writes. It sees all tenants: who acts for one asks `of`. */
export interface Ledger extends LedgerReads {
  /**
   * Runs `work` in one transaction: committed, with all that was asked in it, when it resolves; undone when it or
   * anything asked rejects.
   */
  transaction<T>(work: (tx: LedgerTransaction) => Promise<T>): Promise<T>
  /**
   * Writes a commit in a transaction of its own; answers the ids of its outbox rows, in order. Rejects when another moved
   * one of its runs first: the number of an entry is given once.
   */
  write(commit: Commit): Promise<readonly number[]>
  /**
   * Appends to a tenant's chain of revocations what `decide` makes of all its links, with nobody else appending
   * meanwhile; null appends nothing. Answers what was appended.
   */
  revoke(
    tenant: string,
    decide: (links: readonly SealedRevocation[]) => SealedRevocation | null,
  ): Promise<SealedRevocation | null>
  /** As `revoke`, but what it appends says that a template was published, which is kept with it. */
  publish(
    tenant: string,
    decide: (
      links: readonly SealedRevocation[],
    ) => { readonly row: TemplateRow; readonly link: SealedRevocation } | null,
  ): Promise<SealedRevocation | null>
  /** Keeps when somebody was first shown a round of a gate that is open. */
  noteShown(view: GateViewing): Promise<void>
  /**
   * Appends to a tenant's chain of refusals what `seal` makes of its newest entry and of the one that is `back` places
   * before the next, if there is one, with nobody else appending meanwhile; null appends nothing.
   */
  refuse(
    tenant: string,
    back: number,
    seal: (
      head: { readonly seq: number; readonly hash: string },
      earlier: SealedRevocation | null,
    ) => SealedRevocation | null,
  ): Promise<void>
  /** The links of all tenants after those known of each, in order. */
  revocations(known: ReadonlyMap<string, number>): Promise<readonly SealedRevocation[]>
  /** Adds to what came to an end in these minutes; of their projects, what is older than two days is forgotten. */
  count(minutes: readonly MinuteRow[]): Promise<void>
  /** Forgets outbox rows that were published. */
  clearOutbox(ids: readonly number[]): Promise<void>
  /** Outbox rows left over from before `before`, oldest first. */
  staleOutbox(before: number, limit: number): Promise<readonly OutboxRow[]>
  /** Attempts of open runs that were dispatched before `before`, in order of run and stage, a page after `after`. */
  inFlight(
    before: number,
    after: { readonly run: string; readonly stage: StageId },
    limit: number,
  ): Promise<readonly InFlight[]>
  due(now: number, limit: number): Promise<readonly Due[]>
  /** Notices that are due, each with the try counted; nobody else takes them before `until`. */
  takeNotices(now: number, until: number, limit: number): Promise<readonly NoticeRow[]>
  /** Forgets a notice, or has it tried again at `dueAt`. */
  settleNotice(row: NoticeRow, dueAt: number | null): Promise<void>
  /** Stages that wait for room, of the run submitted longest ago first. */
  held(limit: number): Promise<readonly HeldStage[]>
  /** The row of a run, whoever's it is. */
  anyRun(id: string): Promise<RunRow | null>
  /** Ids of runs that have not ended, in order. */
  openRuns(): Promise<readonly string[]>
  /** What one tenant may know: what belongs to another is as unknown as what does not exist. The database holds it to that. */
  of(tenant: string): LedgerReads
  /**
   * Trims some of the runs that ended before `before`, those that ended longest ago first: deletes all but their rows,
   * which say `at` from then on. Answers how many; 0 when there are none left. Any number of planners may do so at once.
   */
  trim(before: number, at: number): Promise<number>
  /** Makes the space of what was trimmed free for what comes, where the database does not do so by itself. */
  reclaim(): Promise<void>
  /** When the oldest run that is not trimmed was submitted, or null when there is none. */
  oldestKept(): Promise<number | null>
  /** The tenants there are, with their projects, in order. */
  tenants(): Promise<readonly TenantView[]>
  /** Makes a tenant with its default project; false when there is one of that name. */
  createTenant(id: string): Promise<boolean>
  /** Makes a project of a tenant; false when it has one of that name. Throws MUSTER_TENANT_NOT_FOUND. */
  createProject(tenant: string, id: string): Promise<boolean>
  /**
   * The keys that sign, newest first, after `revise` was shown them: what it answers is kept, new keys and known ones in
   * another form. Nobody else changes them meanwhile.
   */
  signingKeys(revise: (known: readonly SigningKey[]) => readonly SigningKey[]): Promise<readonly SigningKey[]>
  /** Keeps a new token, with a link of its tenant's chain that says so. */
  addToken(row: TokenRow, seal: (links: readonly SealedRevocation[]) => SealedRevocation): Promise<void>
  /** Revokes a token, with such a link; false when there is none that is not revoked. */
  revokeToken(
    of: { readonly tenant: string; readonly id: string; readonly at: number },
    seal: (links: readonly SealedRevocation[]) => SealedRevocation,
  ): Promise<boolean>
  /** The tokens of a tenant, newest first. */
  tokens(tenant: string): Promise<readonly TokenRow[]>
  /** Keeps a view, in place of the one of its owner's of the same page and name; false when there are `most` others. */
  saveView(row: SavedViewRow, most: number): Promise<boolean>
  /** Forgets a view; false when there is none. */
  dropView(of: Omit<SavedViewRow, 'query'>): Promise<boolean>
  /** The token of this hash, whatever its tenant: it is not known before. */
  token(hash: string): Promise<TokenRow | null>
  useToken(of: { readonly tenant: string; readonly id: string; readonly at: number }): Promise<void>
  addSession(row: SessionRow): Promise<void>
  /** The session of this hash, whatever its tenant. */
  session(hash: string): Promise<SessionRow | null>
  useSession(of: { readonly tenant: string; readonly hash: string; readonly at: number }): Promise<void>
  /** Forgets a session, and all that expired before `now`. */
  endSession(of: { readonly tenant: string; readonly hash: string; readonly now: number }): Promise<void>
  /** Keeps a new webhook, with a link of its tenant's chain that says so. */
  addWebhook(row: WebhookRow, seal: (links: readonly SealedRevocation[]) => SealedRevocation): Promise<void>
  /** Forgets a webhook, with such a link; false when there is none. */
  removeWebhook(
    of: { readonly tenant: string; readonly id: string },
    seal: (links: readonly SealedRevocation[]) => SealedRevocation,
  ): Promise<boolean>
  /** The webhooks of a tenant, oldest first. */
  webhooks(tenant: string): Promise<readonly WebhookRow[]>
  webhook(tenant: string, id: string): Promise<WebhookRow | null>
  /** Keeps what `revise` answers of the webhooks of all tenants, encrypted otherwise. Nobody else changes them meanwhile. */
  sealWebhooks(revise: (known: readonly WebhookRow[]) => readonly WebhookRow[]): Promise<void>
  /** Creates what is missing: tables, the default tenant and project. */
  migrate(): Promise<void>
  close(): Promise<void>
}

/** The planner's side of the store. */
export interface Dispatch {
  /** Sends messages to where they belong, by computed ids. */
  publish(messages: readonly OutboxMessage[]): Promise<void>
  /** Answers workers' requests for effects. An answer that is lost is asked for again. */
  answer(replies: readonly { readonly worker: string; readonly reply: EffectReply }[]): Promise<void>
  /** Tells listeners that these runs have new entries. */
  announce(runs: readonly string[]): Promise<void>
  /** Which of these jobs the store still knows (waiting, delayed, active): in order. */
  known(
    jobs: readonly { readonly jobId: string; readonly tier: Tier; readonly home: string | null }[],
  ): Promise<readonly boolean[]>
  /** The worker that holds each of these agents, named as by keys, or null: in order. */
  holders(agents: readonly string[]): Promise<readonly (string | null)[]>
}

/** What a worker told together, as read from the stream. */
export interface OutcomeDelivery {
  readonly id: string
  readonly messages: readonly (WorkerMessage | ForgedMessage)[]
}

/** The outcome stream, read by all planners as one group. */
export interface Outcomes {
  /** At most `count` next deliveries, waiting at most `blockMs`; those another planner left unsettled for long come first. */
  read(count: number, blockMs: number): Promise<readonly OutcomeDelivery[]>
  /** Settled: never deliver these again. */
  acknowledge(ids: readonly string[]): Promise<void>
  /** The newest id appended so far. */
  tail(): Promise<string>
  /** Whether everything up to `id` was settled. */
  settledThrough(id: string): Promise<boolean>
}

/** Bytes by digest. */
export interface Documents {
  /** Stores bytes; answers `sha256:...`. Storing twice is harmless. */
  put(bytes: Uint8Array | string): Promise<string>
  /** The bytes of a digest. Throws MUSTER_ARTIFACT_MISSING when absent or changed. */
  get(digest: string): Promise<Uint8Array>
}

/** Briefs, manifests, records, reports and files of agents. Shared by planner, workers and dashboard. */
export interface Artifacts extends Documents {
  /** What the checkpoints of one run are made of: apart from all else, so that they can go before the run does. */
  shelf(run: string): Documents
}

/** A script's submission as read from `{muster-runs}`. */
export type Admit = (job: SubmissionJob) => Promise<{ readonly run: string }>

/** A fact to be settled, with the run it belongs to. */
export interface Incoming {
  readonly run: string
  readonly cause: Fact
}
