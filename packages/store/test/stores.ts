import { createHmac, randomUUID } from 'node:crypto'
import {
  type AttemptJob,
  type OutboxMessage,
  type OutcomeMessage,
  type Seals,
  type Tier,
  WITHOUT_LIMIT,
  type WorkPhase,
} from '@muster/core'
import { startRedisCluster, testStoreUrl } from '@muster/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { connectStore, type StoreConnection } from '../src/index.ts'

/** Seals as those of a fleet, which this package does not know. */
export const SEALS: Seals = {
  seal: (text) => createHmac('sha256', 'a key').update(text).digest('hex'),
  accepts: (text, seal) => SEALS.seal(text) === seal,
}

/** The fields of an entry, sealed as a worker does. */
export const sealed = (...fields: readonly string[]): readonly string[] => [
  'seal',
  SEALS.seal(['told', ...fields].join('\n')),
  ...fields,
]

export const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** A store for one suite: connections opened through it are closed after the suite. */
export interface TestStore {
  url(): string
  open(): Promise<StoreConnection>
}

/** Runs a suite on one server and on a cluster of three. */
export function describeStores(title: string, suite: (store: TestStore) => void): void {
  describe.each(['single', 'cluster'] as const)(`${title}, %s`, (kind) => {
    let url = ''
    let stop = async () => {}
    const opened: StoreConnection[] = []
    beforeAll(async () => {
      if (kind === 'single') {
        const server = await testStoreUrl()
        url = server.url
        stop = () => server.stop()
      } else {
        const cluster = await startRedisCluster()
        url = `redis+cluster://${cluster.nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}`
        stop = () => cluster.stop()
      }
    })
    afterAll(async () => {
      await Promise.all(opened.map((connection) => connection.close()))
      await stop()
    })
    suite({
      url: () => url,
      async open() {
        const connection = await connectStore(url)
        opened.push(connection)
        return connection
      },
    })
  })
}

export function newRun(): string {
  return `r${randomUUID().replaceAll('-', '')}`
}

export function attemptOf(
  run: string,
  stage: string,
  more: {
    readonly tier?: Tier
    readonly notBefore?: number
    readonly phase?: WorkPhase
    readonly home?: string
    readonly tenant?: string
  } = {},
): Extract<OutboxMessage, { kind: 'attempt' }> {
  const { tier = 0, notBefore = 0, phase = 'BOOTSTRAP', home = null, tenant = 'default' } = more
  const job: AttemptJob = {
    tenant,
    project: 'default',
    run,
    stage,
    phase,
    attempt: 1,
    fence: 1,
    settled: 0,
    tier,
    brief: `sha256:${'0'.repeat(64)}`,
    planDigest: null,
    checkpoint: null,
    timeoutMs: 60_000,
    ending: null,
    clarification: null,
    budget: WITHOUT_LIMIT,
  }
  return { kind: 'attempt', jobId: `${run}.${stage}.${phase}.1.1`, tier, home, job, notBefore }
}

export function outcomeOf(run: string, stage: string): OutcomeMessage {
  const outcome = { kind: 'succeeded', record: {} } as const
  return {
    run,
    stage,
    phase: 'PLAN',
    attempt: 1,
    fence: 1,
    worker: 'w',
    startedAt: 1,
    finishedAt: 2,
    outcome,
  }
}
