import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AttemptJob,
  type Clock,
  DEFAULT_PROJECT,
  DEFAULT_TENANT,
  type Dispatch,
  type Documents,
  type EffectReply,
  type OutboxMessage,
  type OutcomeMessage,
  type Signer,
} from '@muster/core'
import { createEngine, type Engine, loadTemplates } from '@muster/engine'
import {
  createFleetKey,
  createKeyring,
  createKeySecret,
  createSigner,
  type FleetKey,
  type Keyring,
} from '@muster/identity'
import { type AuditLedger, openPgliteLedger } from '@muster/ledger'
import { openPolicy, type PolicyKeeper } from '@muster/policy'
import { ANN, BOB, SILENT, TEMPLATES } from './muster.ts'

/** Engines on one ledger in memory, and a store that can be away. Nothing happens by itself, and time stands still. */
export interface Engines {
  readonly ledger: AuditLedger
  readonly policies: PolicyKeeper
  /** What reached the store so far. */
  readonly published: OutboxMessage[]
  /** What workers were answered so far. */
  readonly answered: EffectReply[]
  readonly signer: Signer
  readonly keyring: Keyring
  readonly fleet: FleetKey
  away: boolean
  now: number
  /** The worker that holds an agent, which is named as by keys. */
  readonly holders: Map<string, string>
  /** Who is told of gates, by engines that are opened from then on. */
  receivers: readonly string[]
  /** The digest that policies are to be taken to have; null leaves them their own. */
  policy: string | null
  open(): Promise<Engine>
  /** The attempts that reached the store so far. */
  attempts(): readonly AttemptJob[]
  close(): Promise<void>
}

const NO_DOCUMENTS: Documents = { put: async () => 'sha256:0', get: async () => new Uint8Array() }

/** `open` opens the ledger; PGlite in memory unless given. `own` is a directory of policies beside those that Muster ships. */
export async function openEngines(
  open: (clock: Clock) => Promise<AuditLedger> = (clock) => openPgliteLedger(null, clock),
  own: string | null = null,
): Promise<Engines> {
  const { source } = await loadTemplates([...TEMPLATES])
  const policies = await openPolicy(own)
  const published: OutboxMessage[] = []
  const answered: EffectReply[] = []
  const dispatch: Dispatch = {
    async publish(messages) {
      if (engines.away) throw new Error('connection refused')
      published.push(...messages)
    },
    answer: async (replies) => void answered.push(...replies.map(({ reply }) => reply)),
    announce: async () => {},
    known: async (jobs) =>
      jobs.map(({ jobId }) => published.some((one) => 'jobId' in one && one.jobId === jobId)),
    holders: async (agents) => agents.map((agent) => engines.holders.get(agent) ?? null),
  }
  const clock = () => engines.now
  const ledger = await open(clock)
  const home = await mkdtemp(join(tmpdir(), 'muster-engines-'))
  const secret = createKeySecret(join(home, 'secret'))
  const keyring = createKeyring(ledger, secret, clock, async () => {})
  const fleet = createFleetKey(join(home, 'fleet.key'))
  const signer = createSigner(keyring, fleet, clock)
  const engines: Engines = {
    ledger,
    policies,
    published,
    answered,
    signer,
    keyring,
    fleet,
    away: false,
    now: 1_000_000,
    holders: new Map(),
    receivers: [],
    policy: null,
    open: async () =>
      createEngine({
        ledger,
        dispatch,
        outcomes: { tail: async () => '0-0', settledThrough: async () => true },
        artifacts: { ...NO_DOCUMENTS, shelf: () => NO_DOCUMENTS },
        signer,
        templates: source,
        pipelines: new Map(),
        policy: {
          get digest() {
            return engines.policy ?? policies.digest
          },
          decide: (request) => policies.decide(request),
          running: () => engines.policy ?? policies.running(),
          read: () => policies.read(),
          follow: (digest, load) => policies.follow(digest, load),
        },
        clock: () => engines.now,
        random: Math.random,
        log: SILENT,
        receivers: engines.receivers,
      }),
    attempts: () => published.flatMap((one): AttemptJob[] => (one.kind === 'attempt' ? [one.job] : [])),
    async close() {
      await ledger.close()
      await rm(home, { recursive: true })
    },
  }
  await ledger.migrate()
  return engines
}

export function submissionOf(pipeline: string, idempotencyKey: string | null = null) {
  return {
    tenant: DEFAULT_TENANT,
    project: DEFAULT_PROJECT,
    pipeline,
    file: 'test.yaml',
    inputs: {},
    idempotencyKey,
    yesToGates: false,
    by: ANN,
  }
}

/** What a worker says of an attempt that went well. */
export function successOf({ run, stage, phase, attempt, fence, credential }: AttemptJob): OutcomeMessage {
  const outcome = { kind: 'succeeded', record: {} } as const
  const proof = credential === undefined ? {} : { credential }
  return { run, stage, phase, attempt, fence, worker: 'w', startedAt: 1, finishedAt: 2, outcome, ...proof }
}

/** Has BOB approve the plan that an agent of a run waits with. */
export async function approvePlan({ ledger }: Engines, engine: Engine, run: string): Promise<void> {
  const [open] = await ledger.openGates({ tenant: DEFAULT_TENANT, run, limit: 1 })
  const stage = open?.gate.stage
  if (stage === undefined) throw new Error(`no plan of ${run} waits`)
  await engine.decide({ tenant: DEFAULT_TENANT, run, stage, voter: BOB, decision: 'approve', comment: null })
  await engine.flush()
}
