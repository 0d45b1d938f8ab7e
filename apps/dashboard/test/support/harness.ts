import {
  agentOfKey,
  type Clock,
  type Documents,
  effectName,
  type LogLine,
  MusterError,
  toMusterError,
} from '@muster/core'
import { type BatchAnswer, createTokens, type Engine, type Webhooks } from '@muster/engine'
import { openPolicy } from '@muster/policy'
import { createMeter } from '@muster/telemetry'
import { A_STORE } from '@muster/testing'
import { createLimiters } from '@muster/store'
import { createDashboard, type Dashboard, type DashboardDeps } from '../../src/index.ts'
import { checkAnswer } from './check-answer.ts'
import { type MemoryLedger, memoryLedger } from './memory-ledger.ts'
import { agentNode, gateNode, gateRow, graphOf, NOW, runRow, stageRow, TEMPLATE } from './rows.ts'

export const OWNER_TOKEN = 'a token that nobody guesses'

/** What `fetch` takes, with headers as an object. */
export type Init = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

export interface Harness {
  readonly dashboard: Dashboard
  /** What the owner sends along. */
  readonly auth: Readonly<Record<string, string>>
  readonly ledger: MemoryLedger
  /** What the engine was asked to do, in order. */
  readonly asked: { readonly use: string; readonly of: unknown }[]
  readonly logged: { readonly level: string; readonly message: string }[]
  readonly artifacts: Map<string, Uint8Array>
  readonly live: Map<string, LogLine[]>
  readonly listeners: Set<(run: string) => void>
  /** The routes of the API that answered well, as the OpenAPI document says: every answer is held to it. */
  readonly answered: Set<string>
  wake(run: string): void
  fetch(path: string, init?: Init): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
}

/** A running dashboard over a ledger in memory with one run, `r1`, that waits at its gate `approve`. */
export async function startHarness(change: Partial<DashboardDeps> = {}): Promise<Harness> {
  const ledger = memoryLedger()
  seed(ledger)
  const asked: Harness['asked'] = []
  const logged: Harness['logged'] = []
  const artifacts: Harness['artifacts'] = new Map()
  const live: Harness['live'] = new Map()
  const listeners: Harness['listeners'] = new Set()
  const documents: Documents = {
    put: async () => {
      throw new Error('the dashboard only reads')
    },
    get: async (digest) => {
      const bytes = artifacts.get(digest)
      if (bytes === undefined) throw new MusterError('MUSTER_ARTIFACT_MISSING', { digest })
      return bytes
    },
  }
  const note = (level: string) => (_: object, message: string) => void logged.push({ level, message })
  const dashboard = createDashboard({
    engine: fakeEngine(ledger, asked, change.clock ?? Date.now),
    ledger,
    artifacts: { ...documents, shelf: () => documents },
    policy: await openPolicy(null),
    queues: async () => [],
    votes: () => ({ start: async () => {}, stop: async () => {} }),
    logs: {
      read: async (agent, afterId, count) =>
        (live.get(agentOfKey(agent)) ?? [])
          .map((line, index) => ({ id: String(index + 1), line }))
          .slice(Number(afterId ?? 0), Number(afterId ?? 0) + count),
    },
    meter: createMeter(),
    fleet: {
      workers: async () => [
        { id: 'w1', tiers: [0, 1], concurrency: 4, sandbox: 'bubblewrap', agents: ['r1.plan'], beatAt: NOW },
      ],
      async drain(worker, drain) {
        asked.push({ use: 'drain', of: { worker, drain } })
        if (worker !== 'w1') throw new MusterError('MUSTER_WORKER_NOT_FOUND', { worker })
        return true
      },
      store: async () => A_STORE,
    },
    deciders: { all: async () => [{ id: 'p1', kind: 'planner', policies: null, beatAt: NOW }] },
    verifyLedger: async (_tenant, runs) => ({
      runs: runs?.length ?? ledger.kept.size,
      entries: 1,
      trimmed: 0,
      revocations: 0,
      refusals: 0,
      broken: [],
    }),
    changes: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    owner: 'ada',
    speaksForOthers: true,
    token: OWNER_TOKEN,
    oidc: null,
    limits: createLimiters(null),
    webhooks: NO_WEBHOOKS,
    sendWebhook: async () => null,
    requestsPerMinute: 1_000_000,
    publicKeys: async () => ({ keys: [] }),
    host: '127.0.0.1',
    port: 0,
    version: '0.1.0',
    log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    clock: Date.now,
    ...change,
  })
  await dashboard.start()
  const auth = { authorization: `Bearer ${OWNER_TOKEN}` }
  const answered: Harness['answered'] = new Set()
  const fetchPath = async (path: string, init: Init = {}) => {
    const headers = { ...auth, ...init.headers }
    const response = await fetch(`${dashboard.url()}${path}`, { ...init, headers })
    const checked = await checkAnswer(init.method ?? 'get', path, response)
    if (checked?.ok) answered.add(checked.route)
    return response
  }
  return {
    dashboard,
    auth,
    ledger,
    asked,
    logged,
    artifacts,
    live,
    listeners,
    answered,
    wake: (run) => {
      for (const listener of listeners) listener(run)
    },
    fetch: fetchPath,
    post: (path, body, headers = {}) =>
      fetchPath(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  }
}

const NO_WEBHOOKS: Webhooks = {
  add: async () => {
    throw new MusterError('MUSTER_WEBHOOK_ADDRESS', { problem: 'nobody is told anything here' })
  },
  list: async () => [],
  remove: async (_, webhook) => {
    throw new MusterError('MUSTER_WEBHOOK_NOT_FOUND', { webhook })
  },
  target: async () => null,
  check: async () => {},
}

function seed(ledger: MemoryLedger): void {
  ledger.put({
    row: runRow('r1'),
    graph: graphOf([agentNode('plan'), gateNode('approve', ['plan']), agentNode('apply', ['approve'])]),
    stages: [
      stageRow('r1', 'plan', { status: 'succeeded', outputs: { changes: 3 }, startedAt: NOW }),
      stageRow('r1', 'approve', { type: 'gate', status: 'waiting', position: 1 }),
      stageRow('r1', 'apply', { position: 2 }),
    ],
    attempts: [],
    gates: [
      gateRow('r1', 'approve', { round: 2, openedAt: NOW + 5 }),
      gateRow('r1', 'approve', { verdict: 'expired', decidedAt: NOW }),
    ],
    votes: [],
  })
  const cause = {
    kind: 'run.submitted',
    by: runRow('r1').by,
    graph: 'g',
    inputs: 'i',
    yesToGates: false,
  } as const
  ledger.append('r1', { at: NOW, cause, effects: [] })
  ledger.append('r1', {
    at: NOW + 1,
    cause: { kind: 'guard.decided', stage: 'plan', passed: true },
    effects: [],
  })
}

const NO_USE = { runs: 0, agents: 0, runsPerDay: 0, openGates: 0, artifactBytes: 0, tokens: 0, cost: 0 }

function fakeEngine(ledger: MemoryLedger, asked: Harness['asked'], clock: Clock): Engine {
  const stop = (status: 'cancelled' | 'revoked') => async (of: { run: string; reason: string | null }) => {
    asked.push({ use: status, of })
    const row = ledger.kept.get(of.run)?.row
    if (row?.status !== 'running')
      throw new MusterError('MUSTER_RUN_ENDED', { run: of.run, status: row?.status ?? '' })
    const cause = { kind: 'run.finished', status, reason: of.reason } as const
    ledger.append(of.run, { at: NOW, cause, effects: [] }, { status, reason: of.reason, finishedAt: NOW })
  }
  return {
    setQuota: async () => ({ project: null, limits: {}, usage: NO_USE }),
    quotas: async () => [{ project: null, limits: { runs: 2 }, usage: NO_USE }],
    holdToQuotas: async () => {},
    keepUp: async () => {},
    policies: {
      named: () => true,
      async reload(of) {
        asked.push({ use: 'reload', of })
        return { digest: 'sha256:p', changed: false }
      },
    },
    refusals: {
      note: async (of) => void asked.push({ use: 'refuse', of }),
      list: async () => ({ entries: [], next: null }),
    },
    tokens: createTokens({ ledger, clock }),
    async forecast(of) {
      asked.push({ use: 'forecast', of })
      const quota = [{ project: null, name: 'runs', limit: 2, used: 0, takes: 1 }] as const
      const start = { inputProblems: [], graph: null, refusal: null, quota }
      return { problems: [], declares: null, start, agents: 3 }
    },
    async submit(of) {
      asked.push({ use: 'submit', of })
      if (of.pipeline === 'broken') throw new Error('a secret inside')
      if (of.pipeline === 'faulty')
        throw new MusterError('MUSTER_PIPELINE_INVALID', { count: 'One fault', file: of.file }, [
          { code: 'key', message: 'm', expected: null, hint: null, file: of.file, line: 3, column: 7 },
        ])
      return { run: runRow('r2', { by: of.by }), created: of.idempotencyKey !== 'again' }
    },
    preview: async () => ({ problems: [], declares: null, start: null }),
    pipelines: async () => [
      { name: 'hello', version: '1', description: null, faults: 0, templates: ['default'] },
    ],
    templates: {
      list: async () => [{ ...TEMPLATE, published: null, withdrawn: null, revoked: null }],
      async publish(of) {
        asked.push({ use: 'publish', of })
        const template = { ...TEMPLATE, published: { by: of.by, at: NOW }, withdrawn: null, revoked: null }
        return { template, created: of.document !== 'again' }
      },
      async withdraw(of) {
        asked.push({ use: 'withdraw', of })
        return { changed: true }
      },
    },
    pipelineText: (name) => `name: ${name}\n`,
    async decide(of) {
      asked.push({ use: 'decide', of })
      const run = ledger.kept.get(of.run)
      const gate = run?.gates.find((one) => one.verdict === null)
      if (run === undefined || gate === undefined)
        throw new MusterError('MUSTER_GATE_CLOSED', { gate: `${of.run}.${of.stage}`, status: 'approved' })
      if (!gate.approvers.includes(of.voter.name))
        throw new MusterError('MUSTER_GATE_NOT_APPROVER', {
          voter: of.voter.name,
          gate: `${of.run}.${of.stage}`,
          approvers: gate.approvers.join(', '),
        })
      const { voter, decision, comment } = of
      run.votes.push({
        tenant: 'default',
        run: of.run,
        stage: of.stage,
        round: gate.round,
        voter,
        as: voter.name,
        decision,
        comment,
        number: run.votes.length + 1,
        surface: of.surface ?? null,
        seen: of.seen ?? null,
        shownAt: null,
        to: null,
        values: null,
        at: NOW,
      })
      const verdict = decision === 'approve' ? ('approved' as const) : ('rejected' as const)
      run.gates[run.gates.indexOf(gate)] = { ...gate, verdict, decidedAt: NOW }
      return verdict
    },
    async decideMany(of) {
      asked.push({ use: 'decideMany', of })
      const { gates, mode: _, ...vote } = of
      const answers: BatchAnswer[] = []
      for (const one of gates) {
        const gate = `${one.run}.${one.stage}`
        try {
          answers.push({ gate, verdict: await this.decide({ ...vote, ...one }), refused: null })
        } catch (thrown) {
          answers.push({ gate, verdict: null, refused: toMusterError(thrown) })
        }
      }
      return answers
    },
    evidence: async ({ run, stage }) => {
      throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: `${run}.${stage}` })
    },
    cancel: stop('cancelled'),
    async revoke(of) {
      asked.push({ use: 'revoke', of })
      if (of.scope === 'run') await stop('revoked')({ run: of.id, reason: of.reason })
      return { scope: of.scope, id: of.id, revoked: true, changed: true, runs: 1 }
    },
    async lift(of) {
      asked.push({ use: 'lift', of })
      return { scope: of.scope, id: of.id, revoked: false, changed: true, runs: 0 }
    },
    standing: async () => [
      { scope: 'worker', id: 'w1', by: runRow('r1').by, reason: 'stolen', at: NOW, seq: 1, hash: 'h' },
    ],
    enforce: async () => {},
    async retry(of) {
      asked.push({ use: 'retry', of })
      const row = ledger.kept.get(of.run)?.row
      if (row?.status === 'running')
        throw new MusterError('MUSTER_RUN_NOT_RETRYABLE', { run: of.run, problem: `it is ${row.status}` })
      const cause = { kind: 'run.retried', by: of.by } as const
      ledger.append(of.run, { at: NOW, cause, effects: [] }, { status: 'running', finishedAt: null })
    },
    async resume(of) {
      asked.push({ use: 'resume', of })
      const from = `${of.stage}/${of.phase}`
      if (of.phase === 'EXIT') throw new MusterError('MUSTER_CHECKPOINT_NOT_FOUND', { run: of.run, from })
    },
    async settleEffect(of) {
      asked.push({ use: 'settle', of })
      const name = effectName(of.stage, of.effect)
      const found = ledger.kept
        .get(of.run)
        ?.effects?.find(({ stage, number }) => stage === of.stage && number === of.effect)
      if (found === undefined) throw new MusterError('MUSTER_EFFECT_NOT_FOUND', { run: of.run, effect: name })
      if (found.status !== 'unknown')
        throw new MusterError('MUSTER_EFFECT_KNOWN', { run: of.run, effect: name, status: found.status })
    },
    flush: async () => {},
    settle: async () => {},
    fireDue: async () => 0,
    recover: async () => ({ published: 0, redispatched: 0 }),
  }
}
