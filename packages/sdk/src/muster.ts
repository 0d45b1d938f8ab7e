import {
  type Decision,
  type DrainAnswer,
  type DrainBody,
  type ExplainQuery,
  type FleetView,
  type GateEvidence,
  type GatesAnswer,
  type GateView,
  type InboxAnswer,
  type InboxItem,
  type Json,
  type LoginWays,
  MusterError,
  type NamedSurface,
  type PipelineSummary,
  type PolicyExplanation,
  type PolicyView,
  type PublishAnswer,
  type PublishBody,
  type QuotaBody,
  type QuotaView,
  type RefusalsAnswer,
  type RefusalView,
  type ReloadAnswer,
  type RevocationView,
  type RevokeAnswer,
  type RevokeBody,
  type RunForecast,
  type RunStatus,
  type RunSummary,
  type SearchAnswer,
  type SearchGroup,
  type SearchKind,
  type SubmitAnswer,
  type SubmitBody,
  type TemplateView,
  type TenantBody,
  type TenantView,
  type TokenAnswer,
  type TokenBody,
  type TokenView,
  type ValidateAnswer,
  type ValidateBody,
  type VerifyAnswer,
  type VotesAnswer,
  type WhoamiView,
  type WithdrawAnswer,
  type WorkerView,
} from '@muster/core'
import { type Connection, createHttp, type Http } from './http.ts'
import { RunHandle } from './run-handle.ts'

export interface TriggerOptions {
  readonly inputs?: Readonly<Record<string, Json>>
  /** A second trigger with the same key answers the same run. */
  readonly idempotencyKey?: string
  /** Gates approve themselves: for demonstrations, and recorded. */
  readonly yesToGates?: boolean
  /** What to call the document in messages about it. */
  readonly file?: string
}

export interface RunsFilter {
  readonly status?: RunStatus
  /** Only runs of this pipeline. */
  readonly pipeline?: string
  /** Only runs that this person or script submitted. */
  readonly by?: string
  /** Only runs whose id, pipeline, reason or submitter holds this, in any case of letters. */
  readonly text?: string
  /** Only runs submitted at or after this moment: milliseconds since 1970, a day, or a span up to now, as `2d`. */
  readonly since?: number | string
  /** At most this many, newest first. */
  readonly limit?: number
}

export interface SearchOptions {
  /** Only of this kind. */
  readonly kind?: SearchKind
  /** Only what comes after this: the `next` of a group, whose kind is to be named too. */
  readonly after?: string
  /** Of each kind at most this many, up to 100. Default: 20. */
  readonly limit?: number
}

export interface InboxFilter {
  /** At most this many, those that have waited longest. */
  readonly limit?: number
}

export interface GateFilter extends InboxFilter {
  readonly run?: string
}

export interface VoteOptions {
  readonly comment?: string
  /** Speak for this approver: the local owner only. */
  readonly as?: string
  /** The digest of what you were shown: the vote is refused when the gate has changed since. Default: as it now is. */
  readonly seen?: string
  /** What the form of the gate asks for, with an approval. */
  readonly values?: Readonly<Record<string, Json>>
  /** Where the vote is given. Default: `sdk`. */
  readonly surface?: NamedSurface
}

export interface AnswerOptions extends VoteOptions {
  /** With `delegate`: the person who is to vote instead. */
  readonly to?: string
}

const PAGE = 50

/** A Muster, spoken to over HTTP. Every method throws its MusterError; MUSTER_SERVER_UNREACHABLE when none answers. */
export class Muster {
  readonly url: string
  readonly #http: Http

  constructor(connection: Connection) {
    this.#http = createHttp(connection)
    this.url = this.#http.url
  }

  /** The Muster that MUSTER_URL and MUSTER_TOKEN name. Throws MUSTER_CONFIG without MUSTER_URL. */
  static fromEnvironment(
    env: Readonly<Record<string, string | undefined>>,
    more: Partial<Connection> = {},
  ): Muster {
    const { MUSTER_URL: url, MUSTER_TOKEN: token } = env
    if (url === undefined || url === '') {
      const expected = 'the address of a Muster, as `http://127.0.0.1:4680`'
      throw new MusterError('MUSTER_CONFIG', { name: 'MUSTER_URL', given: '', expected })
    }
    return new Muster({ url, ...(token === undefined ? {} : { token }), ...more })
  }

  /** Starts a run of a pipeline: its text, or the name of one the server knows. */
  async trigger(pipeline: string, options: TriggerOptions = {}): Promise<RunHandle> {
    return new RunHandle(this.#http, (await this.submit({ pipeline, ...options })).run.id)
  }

  /** As `trigger`, but answers the run itself, and whether it is new. */
  submit(body: SubmitBody): Promise<SubmitAnswer> {
    return this.#http.json('/api/runs', { method: 'POST', body })
  }

  /** Checks a document, and with inputs also tells what would start. Starts nothing. */
  validate(body: ValidateBody): Promise<ValidateAnswer> {
    return this.#http.json('/api/validate', { method: 'POST', body })
  }

  /** As `validate`, of a submission, which may name a pipeline that the server knows; its idempotency key plays no part. */
  forecast(body: SubmitBody): Promise<RunForecast> {
    return this.#http.json('/api/forecasts', { method: 'POST', body })
  }

  /** The pipelines that may be started by name. */
  async pipelines(): Promise<readonly PipelineSummary[]> {
    return (await this.#http.json<{ pipelines: readonly PipelineSummary[] }>('/api/pipelines')).pipelines
  }

  /** A run by its id, unasked: it may not exist. */
  run(id: string): RunHandle {
    return new RunHandle(this.#http, id)
  }

  /** Runs, newest first, fetched as they are read. */
  async *runs(filter: RunsFilter = {}): AsyncGenerator<RunSummary, void, undefined> {
    const { limit: most, ...asked } = filter
    let left = most ?? Number.POSITIVE_INFINITY
    let before: string | undefined
    while (left > 0) {
      const limit = Math.min(left, PAGE)
      const query = { ...asked, limit, before }
      const { runs } = await this.#http.json<{ runs: readonly RunSummary[] }>('/api/runs', { query })
      yield* runs
      left -= runs.length
      before = runs.at(-1)?.id
      if (runs.length < limit) return
    }
  }

  /**
   * What a search finds, by kind, newest first, as `status:failed stage:build "out of memory"`; docs/reference/search.md has
   * all words. Throws MUSTER_SEARCH.
   */
  async search(text: string, options: SearchOptions = {}): Promise<readonly SearchGroup[]> {
    const query = { q: text, ...options }
    return (await this.#http.json<SearchAnswer>('/api/search', { query })).groups
  }

  /** Open gates, the one that has waited longest first. */
  gates({ run, limit }: GateFilter = {}): Promise<readonly GateView[]> {
    return this.#pages(limit, async (query) => {
      const { gates, next } = await this.#http.json<GatesAnswer>('/api/gates', { query: { ...query, run } })
      return { rows: gates, next }
    })
  }

  /** The gates that wait for whoever this is, the one that has waited longest first. */
  inbox({ limit }: InboxFilter = {}): Promise<readonly InboxItem[]> {
    return this.#pages(limit, async (query) => {
      const { items, next } = await this.#http.json<InboxAnswer>('/api/inbox', { query })
      return { rows: items, next }
    })
  }

  /** Page after page of a list, until there are enough. */
  async #pages<Row>(
    limit: number | undefined,
    read: (query: {
      readonly limit: number
      readonly after?: string
    }) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>,
  ): Promise<readonly Row[]> {
    const all: Row[] = []
    const most = limit ?? Number.POSITIVE_INFINITY
    let after: string | null = null
    while (all.length < most) {
      const query = { limit: Math.min(most - all.length, PAGE), ...(after !== null && { after }) }
      const { rows, next } = await read(query)
      all.push(...rows)
      if (next === null) break
      after = next
    }
    return all
  }

  /** One gate, open or decided. */
  gate(id: string): Promise<GateView> {
    return this.#http.json(`/api/gates/${encodeURIComponent(id)}`)
  }

  /** Votes for a gate; answers the gate after the vote. */
  approve(gate: string, options: VoteOptions = {}): Promise<GateView> {
    return this.vote(gate, 'approve', options)
  }

  /** Votes against a gate; answers the gate after the vote. */
  reject(gate: string, options: VoteOptions = {}): Promise<GateView> {
    return this.vote(gate, 'reject', options)
  }

  /**
   * Revokes a run, an agent (`RUN.STAGE`), a template (`name` or `name@version`), a project or a worker, or lifts that.
   * A run and an agent are revoked for good.
   */
  revoke(body: RevokeBody): Promise<RevokeAnswer> {
    return this.#http.json('/api/revocations', { method: 'POST', body })
  }

  /** The limits of a tenant and of its projects, and what is used of them. Another tenant's: the local owner only. */
  async quotas(tenant?: string): Promise<readonly QuotaView[]> {
    const query = tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`
    const { quotas } = await this.#http.json<{ quotas: readonly QuotaView[] }>(`/api/quotas${query}`)
    return quotas
  }

  /** Sets limits; answers how they and their use then stand. */
  async setQuota(body: QuotaBody): Promise<QuotaView> {
    const { quota } = await this.#http.json<{ quota: QuotaView }>('/api/quotas', { method: 'POST', body })
    return quota
  }

  /** The tenants there are: for the local owner. */
  async tenants(): Promise<readonly TenantView[]> {
    return (await this.#http.json<{ tenants: readonly TenantView[] }>('/api/tenants')).tenants
  }

  /** Makes a tenant, or a project of one: for the local owner. */
  createTenant(body: TenantBody): Promise<{ readonly tenant: TenantView; readonly created: boolean }> {
    return this.#http.json('/api/tenants', { method: 'POST', body })
  }

  /** Templates, projects and workers that stand revoked, newest first. */
  async revocations(): Promise<readonly RevocationView[]> {
    return (await this.#http.json<{ revocations: readonly RevocationView[] }>('/api/revocations')).revocations
  }

  /** Workers that beat lately. */
  async workers(): Promise<readonly WorkerView[]> {
    return (await this.#http.json<{ workers: readonly WorkerView[] }>('/api/workers')).workers
  }

  /** Planners, dashboards, stores and queues. */
  fleet(): Promise<FleetView> {
    return this.#http.json('/api/fleet')
  }

  /** Has a worker end what it has and take no new agents, until it is gone or this is lifted. */
  drainWorker(id: string, body: DrainBody = {}): Promise<DrainAnswer> {
    return this.#http.json(`/api/workers/${encodeURIComponent(id)}/drain`, { method: 'POST', body })
  }

  /** Templates that pipelines may use at this server, and those that were published and may not be used any more. */
  async templates(): Promise<readonly TemplateView[]> {
    return (await this.#http.json<{ templates: readonly TemplateView[] }>('/api/templates')).templates
  }

  /** Publishes a version of a template, for good. Throws MUSTER_TEMPLATE_INVALID, MUSTER_TEMPLATE_IMMUTABLE. */
  publishTemplate(body: PublishBody): Promise<PublishAnswer> {
    return this.#http.json('/api/templates', { method: 'POST', body })
  }

  /** Lets no new run use a published version, as `name@version`; runs that use it go on. */
  revokeTemplate(template: string, reason: string): Promise<WithdrawAnswer> {
    const path = `/api/templates/${encodeURIComponent(template)}/revoke`
    return this.#http.json(path, { method: 'POST', body: { reason } })
  }

  /** What was refused outside of runs, newest first; `before` is the number of the oldest known already. */
  async refusals(
    page: { readonly before?: number; readonly limit?: number } = {},
  ): Promise<readonly RefusalView[]> {
    return (await this.#http.json<RefusalsAnswer>('/api/refusals', { query: { ...page } })).refusals
  }

  /** Checks the hash chain of one run, or of all. */
  verifyLedger(run?: string): Promise<VerifyAnswer> {
    return this.#http.json('/api/ledger/verify', { query: { run } })
  }

  /** The policies in force. */
  policy(): Promise<PolicyView> {
    return this.#http.json('/api/policy')
  }

  /** Why a request would be allowed or denied now. */
  explainPolicy({ roles, demonstration, ...rest }: ExplainQuery): Promise<PolicyExplanation> {
    const query = { ...rest, roles: roles?.join(','), demonstration: demonstration?.toString() }
    return this.#http.json('/api/policy/explain', { query })
  }

  /** Has the server read its policies anew, which those in force must allow. */
  reloadPolicy(): Promise<ReloadAnswer> {
    return this.#http.json('/api/policy/reload', { method: 'POST', body: {} })
  }

  /** Who this speaks for, and what they may do. */
  whoami(): Promise<WhoamiView> {
    return this.#http.json('/api/whoami')
  }

  /** The tokens that this may see. */
  async tokens(): Promise<readonly TokenView[]> {
    return (await this.#http.json<{ tokens: readonly TokenView[] }>('/api/tokens')).tokens
  }

  /** Makes a token: only the answer holds it. */
  createToken(body: TokenBody): Promise<TokenAnswer> {
    return this.#http.json('/api/tokens', { method: 'POST', body })
  }

  /** Revokes a token, for good. */
  async revokeToken(id: string, reason?: string): Promise<void> {
    const body = reason === undefined ? {} : { reason }
    await this.#http.json(`/api/tokens/${encodeURIComponent(id)}/revoke`, { method: 'POST', body })
  }

  /** How commands may log in here: by the device flow of an OpenID provider, or by a token only. */
  loginWays(): Promise<LoginWays> {
    return this.#http.json('/api/login')
  }

  /** Gets a token for a fresh ID token of the provider. */
  login(idToken: string): Promise<TokenAnswer> {
    return this.#http.json('/api/login', { method: 'POST', body: { idToken } })
  }

  /** Resolves when the server is up. */
  async health(signal?: AbortSignal): Promise<void> {
    await this.#http.json('/api/health', signal === undefined ? {} : { signal })
  }

  /** Sends what a gate is about back to its agents, which plan anew with the comment. */
  sendBack(gate: string, comment: string, options: VoteOptions = {}): Promise<GateView> {
    return this.vote(gate, 'send-back', { ...options, comment })
  }

  /** Says that one has no say; answers the gate after that. */
  abstain(gate: string, options: VoteOptions = {}): Promise<GateView> {
    return this.vote(gate, 'abstain', options)
  }

  /** Hands one's vote to another person; answers the gate after that. */
  delegate(gate: string, to: string, options: VoteOptions = {}): Promise<GateView> {
    return this.vote(gate, 'delegate', { ...options, to })
  }

  /** What people are shown of a gate before they decide. */
  evidence(gate: string): Promise<GateEvidence> {
    return this.#http.json(`/api/gates/${encodeURIComponent(gate)}/evidence`)
  }

  /** Gives any of the answers at one gate; answers the gate after that. */
  async vote(gate: string, decision: Decision, options: AnswerOptions = {}): Promise<GateView> {
    const seen = options.seen ?? (await this.gate(gate)).digest
    const body = { decision, surface: 'sdk', ...options, seen }
    const path = `/api/gates/${encodeURIComponent(gate)}/votes`
    return (await this.#http.json<{ gate: GateView }>(path, { method: 'POST', body })).gate
  }

  /**
   * Gives the same answer at several gates that share a rule, each bound to the digest of what was shown of it: at all of
   * them or at none, unless `mode` is `each`. Throws MUSTER_GATE_SET, and with `all` MUSTER_GATE_*.
   */
  voteAll(
    gates: readonly { readonly gate: string; readonly seen: string }[],
    decision: Exclude<Decision, 'delegate'>,
    options: Omit<VoteOptions, 'seen' | 'values'> & { readonly mode?: 'all' | 'each' } = {},
  ): Promise<VotesAnswer> {
    const body = { decision, surface: 'sdk', ...options, gates }
    return this.#http.json('/api/votes', { method: 'POST', body })
  }
}
