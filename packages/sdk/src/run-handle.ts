import type {
  CheckpointView,
  EffectRow,
  EntryView,
  GateView,
  Graph,
  Json,
  LogLine,
  ResumeBody,
  RetryBody,
  RevokeBody,
  RunView,
  SettleBody,
  WhyView,
  WorkPhase,
} from '@muster/core'
import { follow } from './follow.ts'
import type { Http } from './http.ts'
import { linesOf } from './lines.ts'

export interface ResultOptions {
  /** Wait at most this many milliseconds; without it, until the run ends. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** What a run came to. When the wait timed out, `ok` is false and `run.run.status` is still `running`. */
export type RunResult =
  | {
      readonly ok: true
      readonly run: RunView
      /** By stage, of every stage that put some out. */
      readonly outputs: Readonly<Record<string, Readonly<Record<string, Json>>>>
    }
  | { readonly ok: false; readonly run: RunView; readonly reason: string }

export interface EventsOptions {
  /** Only entries after this sequence number; 0 for all. */
  readonly after?: number
  readonly signal?: AbortSignal
}

export interface LogsOptions {
  readonly stage?: string
  /** Go on until the run ends. */
  readonly follow?: boolean
  readonly signal?: AbortSignal
}

/** One run at a server. Every method throws the server's MusterError, as MUSTER_RUN_NOT_FOUND. */
export class RunHandle {
  readonly id: string
  readonly #http: Http

  constructor(http: Http, id: string) {
    this.#http = http
    this.id = id
  }

  /** The run as it stands. */
  status(): Promise<RunView> {
    return this.#http.json(this.#path())
  }

  /** The graph it walks. */
  graph(): Promise<Graph> {
    return this.#http.json(this.#path('/graph'))
  }

  /** Why everything of it that waits does so: who can end that, by when, and what happens next. */
  why(): Promise<WhyView> {
    return this.#http.json(this.#path('/why'))
  }

  /** Waits until the run ends, or for `timeoutMs`, through losses of the connection. */
  async result(options: ResultOptions = {}): Promise<RunResult> {
    const before = await this.status()
    if (before.run.status !== 'running') return resultOf(before)
    const clock = options.timeoutMs === undefined ? null : AbortSignal.timeout(options.timeoutMs)
    const signals = [clock, options.signal].filter((signal) => signal !== null && signal !== undefined)
    try {
      const after = before.run.seq
      for await (const event of follow(this.#http, this.id, after, AbortSignal.any(signals)))
        if (event.kind === 'end') break
    } catch (thrown) {
      if (options.signal?.aborted || !clock?.aborted) throw thrown
    }
    return resultOf(await this.status())
  }

  /** Its entries, each once and in order, until the run ends. */
  async *events(options: EventsOptions = {}): AsyncGenerator<EntryView, void, undefined> {
    for await (const event of follow(this.#http, this.id, options.after ?? 0, options.signal)) {
      if (event.kind === 'end') return
      yield event.entry
    }
  }

  /** What its agents wrote. */
  async *logs(options: LogsOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    const chunks = await this.#http.stream(this.#path('/logs'), {
      query: { stage: options.stage, follow: options.follow === true ? true : undefined },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    for await (const line of linesOf(chunks)) if (line.trim() !== '') yield JSON.parse(line) as LogLine
  }

  /** Its gates, open and decided. */
  async gates(): Promise<readonly GateView[]> {
    return (await this.status()).gates
  }

  /** What its agents asked to do outside their workspaces, and what came of it. */
  async effects(): Promise<readonly EffectRow[]> {
    return (await this.#http.json<RunView>(this.#path(), { query: { attempts: 'none' } })).effects
  }

  /** Says whether an effect happened that is unknown; answers how it now stands. */
  settleEffect(stage: string, number: number, settle: SettleBody): Promise<EffectRow> {
    const path = this.#path(`/effects/${encodeURIComponent(stage)}/${number}/settle`)
    return this.#http.json(path, { method: 'POST', body: { ...settle } })
  }

  /** Stops it: what waits is cancelled, what works is killed and leaves its evidence. */
  async cancel(reason?: string): Promise<void> {
    await this.#http.json(this.#path('/cancel'), { method: 'POST', body: { reason } })
  }

  /** As cancel, but final. */
  async revoke(reason: string): Promise<void> {
    const body: RevokeBody = { scope: 'run', id: this.id, reason }
    await this.#http.json('/api/revocations', { method: 'POST', body })
  }

  /** Starts it again from what did not succeed; with `from`, also that stage and all that depends on it, whatever it came to. */
  async retry(options: RetryBody = {}): Promise<void> {
    await this.#http.json(this.#path('/retry'), { method: 'POST', body: options })
  }

  /** What it can be resumed from, and what it could be: its checkpoints, or those of one stage, oldest first. */
  async checkpoints(stage?: string): Promise<readonly CheckpointView[]> {
    const path = this.#path('/checkpoints')
    return (await this.#http.json<{ checkpoints: readonly CheckpointView[] }>(path, { query: { stage } }))
      .checkpoints
  }

  /** Starts it again: a stage from the checkpoint of a phase, what depends on it and what did not succeed anew. */
  async resume(stage: string, phase: WorkPhase): Promise<void> {
    const body: ResumeBody = { stage, phase }
    await this.#http.json(this.#path('/resume'), { method: 'POST', body })
  }

  #path(below = ''): string {
    return `/api/runs/${encodeURIComponent(this.id)}${below}`
  }
}

function resultOf(run: RunView): RunResult {
  const { status, reason } = run.run
  if (status !== 'succeeded')
    return { ok: false, run, reason: reason ?? (status === 'running' ? 'It has not ended yet.' : status) }
  const outputs = run.stages
    .filter((stage) => Object.keys(stage.outputs).length > 0)
    .map((stage) => [stage.stage, stage.outputs] as const)
  return { ok: true, run, outputs: Object.fromEntries(outputs) }
}
