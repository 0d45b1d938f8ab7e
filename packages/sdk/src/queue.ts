import { randomUUID } from 'node:crypto'
import { DEFAULT_PROJECT, DEFAULT_TENANT, type Json } from '@muster/core'
import { connectStore, type StoreConnection, submitAndWait } from '@muster/store'

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

const ANSWER_MS = 30_000

/** Starts runs straight through the `{muster-runs}` queue: for scripts inside the trust boundary, without a server. */
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
