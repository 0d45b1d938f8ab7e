import { randomUUID } from 'node:crypto'
import {
  type Commit,
  type EffectRow,
  type EndedAttempt,
  type Fact,
  type GateAbout,
  type GateRow,
  GENESIS,
  type Graph,
  PLANNER,
  type RunRow,
  type SealedEntry,
  type StageRow,
  sealEntry,
  type VoteRow,
} from '@muster/core'

const T0 = 1_800_000_000_000

/** A commit of these lists and nothing else. */
export function aCommit(lists: Partial<Commit> = {}): Commit {
  return {
    created: [],
    runs: [],
    entries: [],
    stages: [],
    attempts: [],
    gates: [],
    votes: [],
    effects: [],
    notices: [],
    outbox: [],
    revocations: [],
    ...lists,
  }
}

/** A running run of the default project with an id of its own. */
export function aRun(facts: Partial<RunRow> = {}): RunRow {
  return {
    tenant: 'default',
    project: 'default',
    id: `r-${randomUUID()}`,
    pipeline: 'demo',
    version: '1.0.0',
    status: 'running',
    reason: null,
    by: { kind: 'person', name: 'ada', roles: ['owner'] },
    yesToGates: false,
    idempotencyKey: null,
    graphDigest: `sha256:${GENESIS}`,
    submittedAt: T0,
    finishedAt: null,
    deadlineAt: null,
    seq: 0,
    head: GENESIS,
    trimmedAt: null,
    ...facts,
  }
}

/** A graph without stages. */
export function aGraph(facts: Partial<Graph> = {}): Graph {
  return {
    name: 'demo',
    version: '1.0.0',
    description: null,
    timeoutMs: null,
    inputs: {},
    templates: {},
    nodes: [],
    ...facts,
  }
}

/** A pending agent stage. */
export function aStage(run: string, stage: string, facts: Partial<StageRow> = {}): StageRow {
  return {
    tenant: 'default',
    run,
    stage,
    position: 0,
    type: 'agent',
    status: 'pending',
    reason: null,
    phase: null,
    attempt: 0,
    fence: 0,
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    outputs: {},
    manifest: null,
    tier: null,
    dispatchedAt: null,
    notBefore: null,
    home: null,
    budget: null,
    ...facts,
  }
}

/** An attempt at BOOTSTRAP that ended well. */
export function anAttempt(run: string, stage: string, facts: Partial<EndedAttempt> = {}): EndedAttempt {
  return {
    tenant: 'default',
    run,
    stage,
    phase: 'BOOTSTRAP',
    tier: 1,
    attempt: 1,
    fence: 1,
    status: 'succeeded',
    worker: 'w',
    notBefore: T0,
    dispatchedAt: T0,
    startedAt: T0,
    finishedAt: T0 + 1,
    record: null,
    ...facts,
  }
}

/** A stage at BOOTSTRAP, with an attempt under way. */
export function aDispatchedStage(run: string, stage: string, facts: Partial<StageRow> = {}): StageRow {
  const under = { status: 'running', phase: 'BOOTSTRAP', attempt: 1, fence: 1, startedAt: T0 } as const
  return aStage(run, stage, { ...under, tier: 1, dispatchedAt: T0, notBefore: T0, ...facts })
}

/** An open gate that one approval decides. */
export function aGate(run: string, stage: string, facts: Partial<GateRow> = {}): GateRow {
  return {
    tenant: 'default',
    run,
    stage,
    round: 1,
    type: 'approval',
    approvers: ['ada', 'role:owner'],
    quorum: 1,
    message: null,
    digest: `sha256:${GENESIS}`,
    openedAt: T0,
    deadlineAt: T0 + 60_000,
    escalated: false,
    verdict: null,
    reason: null,
    decidedAt: null,
    about: null,
    ...facts,
  }
}

/** What a gate of a stage is about, that one approval decides. */
export function anAbout(change: Partial<GateAbout> = {}): GateAbout {
  return {
    subject: 'stage',
    tier: null,
    binds: null,
    changed: [],
    people: 1,
    agents: 0,
    delayMs: 0,
    vetoes: [],
    allowAuthor: false,
    form: {},
    sendBack: { left: 0, to: [] },
    heldUntil: null,
    ...change,
  }
}

/** An approval of a gate's first round. */
export function aVote(run: string, stage: string, name: string, facts: Partial<VoteRow> = {}): VoteRow {
  const voter = { kind: 'person', name, roles: [] } as const
  return {
    tenant: 'default',
    run,
    stage,
    round: 1,
    voter,
    as: name,
    decision: 'approve',
    comment: null,
    number: 1,
    surface: null,
    seen: null,
    shownAt: null,
    to: null,
    values: null,
    at: T0,
    ...facts,
  }
}

/** An effect of a stage that was done. */
export function anEffect(run: string, stage: string, facts: Partial<EffectRow> = {}): EffectRow {
  return {
    tenant: 'default',
    run,
    stage,
    number: 1,
    key: 'k',
    verb: 'file.write',
    target: '/tmp/x',
    digest: `sha256:${GENESIS}`,
    bytes: 2,
    phase: 'EXECUTE',
    attempt: 1,
    fence: 1,
    worker: 'w',
    askedAt: T0,
    status: 'done',
    code: null,
    reason: null,
    result: {},
    endedAt: T0 + 1,
    settledBy: null,
    ...facts,
  }
}

/** The entries of these facts, chained after the run's head. */
export function entriesAfter(run: RunRow, causes: readonly Fact[]): readonly SealedEntry[] {
  let { seq, head } = run
  return causes.map((cause) => {
    seq += 1
    const sealed = sealEntry(run.tenant, head, { run: run.id, seq, at: T0 + seq, cause, effects: [] })
    head = sealed.hash
    return sealed
  })
}

/** A commit that creates a run with this many entries, at their head. */
export function aRunWithEntries(count: number, facts: Partial<RunRow> = {}): { row: RunRow; commit: Commit } {
  const run = aRun(facts)
  const entries = entriesAfter(
    run,
    Array.from({ length: count }, () => ({ kind: 'run.retried', by: PLANNER }) as const),
  )
  const last = entries.at(-1)
  const row = last === undefined ? run : { ...run, seq: last.seq, head: last.hash }
  return { row, commit: aCommit({ created: [{ row, graph: aGraph() }], entries }) }
}
