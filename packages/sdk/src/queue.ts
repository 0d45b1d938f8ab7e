import { randomUUID } from 'node:crypto'
import {
  DEFAULT_PROJECT,
  DEFAULT_TENANT,
  type Decision,
  type GateView,
  type Json,
  type QueuedVote,
} from '@muster/core'
import { hashSecret, signVote } from '@muster/identity'
import { connectStore, type StoreConnection, submitAndWait, voteAndWait } from '@muster/store'

export interface QueueTriggerOptions {
  readonly inputs?: Readonly<Record<string, Json>>
  /** A second trigger with the same key answers the same run. */
  readonly idempotencyKey?: string
  /** Who the run belongs to; `script` when absent. */
  readonly by?: string
  /** Wait at most this many milliseconds for a planner; 30,000 when absent. */
  readonly timeoutMs?: number
}

export interface QueueTriggerAnswer {
  readonly run: string
  /** False when the idempotency key already belonged to this run. */
  readonly created: boolean
}

export interface QueueVoteOptions {
  /** The voter's token of the API: it signs the vote, and stays here. */
  readonly token: string
  /** The digest of what the voter was shown: the vote is refused when the gate has changed since. */
  readonly seen: string
  readonly comment?: string
  /** With `delegate`: the person who is to vote instead. */
  readonly to?: string
  /** With `approve`: what the form of the gate asks for. */
  readonly values?: Readonly<Record<string, Json>>
  /** Wait at most this many milliseconds for a dashboard; 30,000 when absent. */
  readonly timeoutMs?: number
}

const ANSWER_MS = 30_000

/** Starts runs and votes straight through the queues `{muster-runs}` and `{muster-votes}`: for scripts inside the trust boundary, without a server. */
export class QueueClient {
  readonly #url: string
  #connection: Promise<StoreConnection> | null = null

  constructor(options: { readonly storeUrl: string }) {
    this.#url = options.storeUrl
  }

  /** Submits, and waits until a planner has admitted or refused it. Throws its MusterError, MUSTER_STORE_UNREACHABLE. */
  async trigger(pipeline: string, options: QueueTriggerOptions = {}): Promise<QueueTriggerAnswer> {
    const job = {
      tenant: DEFAULT_TENANT,
      project: DEFAULT_PROJECT,
      pipeline,
      inputs: options.inputs ?? {},
      idempotencyKey: options.idempotencyKey ?? randomUUID(),
      by: options.by ?? 'script',
    }
    const answer = await submitAndWait(await this.#connect(), job, options.timeoutMs ?? ANSWER_MS)
    return answer as unknown as QueueTriggerAnswer
  }

  /** Votes at a gate; answers the gate after the vote. Throws the MusterError with which it was refused, as the API does. */
  async vote(gate: string, decision: Decision, options: QueueVoteOptions): Promise<GateView> {
    const { token, timeoutMs, ...more } = options
    const vote = JSON.stringify({ gate, decision, at: Date.now(), ...more } satisfies QueuedVote)
    const job = { token: hashSecret(token), vote, signature: signVote(token, vote) }
    return voteAndWait(await this.#connect(), job, timeoutMs ?? ANSWER_MS)
  }

  /** Disconnects. Safe to call twice. */
  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => null)
    await connection?.close()
  }

  #connect(): Promise<StoreConnection> {
    this.#connection ??= connectStore(this.#url).catch((thrown: unknown) => {
      this.#connection = null
      throw thrown
    })
    return this.#connection
  }
}
