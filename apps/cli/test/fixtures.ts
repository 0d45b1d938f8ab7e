import type {
  AgentNode,
  BranchNode,
  ConditionNode,
  EntryView,
  Fact,
  GateNode,
  GateView,
  Graph,
  GraphNode,
  ParallelNode,
  RunSummary,
  VoteRow,
} from '@muster/core'

const base = (id: string, parent: string | null) => ({
  id,
  name: id.slice(id.lastIndexOf('.') + 1),
  parent,
  requires: [],
  requiresResult: 'succeeded' as const,
  when: null,
})

export function agent(id: string, more: Partial<AgentNode> = {}): AgentNode {
  return {
    ...base(id, null),
    type: 'agent',
    template: 'default@1.0.0',
    tier: 0,
    timeoutMs: 60_000,
    retries: { max: 0, backoff: 'fixed', delayMs: 0, maxDelayMs: 0 },
    env: {},
    inputs: {},
    errorBudget: null,
    ...more,
  }
}

export function gateNode(id: string, more: Partial<GateNode> = {}): GateNode {
  return {
    ...base(id, null),
    type: 'gate',
    gate: {
      type: 'approval',
      approvers: ['ann', 'bob'],
      quorum: 'any',
      timeoutMs: 3_600_000,
      onTimeout: { do: 'reject' },
      allowAuthor: false,
      message: null,
    },
    ...more,
  }
}

export function parallel(
  id: string,
  children: readonly string[],
  more: Partial<ParallelNode> = {},
): ParallelNode {
  return { ...base(id, null), type: 'parallel', children, maxConcurrency: null, failFast: false, ...more }
}

export function condition(id: string, source: string, then: string, otherwise: string): ConditionNode {
  const children = [then, otherwise]
  // oxlint-disable-next-line unicorn/no-thenable
  return { ...base(id, null), type: 'condition', if: { source, reads: [] }, children, then, else: otherwise }
}

export function branch(
  id: string,
  parent: string,
  children: readonly string[],
  more: Partial<BranchNode> = {},
): BranchNode {
  return { ...base(id, parent), type: 'branch', children, ...more }
}

export function graphOf(...nodes: readonly GraphNode[]): Graph {
  return {
    name: 'demo',
    version: '1.0.0',
    description: null,
    timeoutMs: null,
    inputs: {},
    templates: {},
    nodes,
  }
}

export const RUN: RunSummary = {
  id: 'demo-1',
  pipeline: 'demo',
  version: '1.0.0',
  status: 'running',
  reason: null,
  by: { kind: 'person', name: 'ann', roles: [] },
  submittedAt: 1_000,
  finishedAt: null,
  deadlineAt: null,
  seq: 1,
  head: '0'.repeat(64),
  trimmedAt: null,
  yesToGates: false,
}

/** Numbers entries as a ledger does. */
export function createLedgerOf(
  run = RUN.id,
): (at: number, cause: Fact, ...effects: readonly Fact[]) => EntryView {
  let seq = 0
  return (at, cause, ...effects) => {
    seq += 1
    return { run, seq, at, cause, effects, hash: `hash-${seq}` }
  }
}

export const SUBMITTED: Fact = {
  kind: 'run.submitted',
  by: RUN.by,
  graph: 'g',
  inputs: 'i',
  yesToGates: false,
}

export function started(stage: string): Fact {
  return { kind: 'stage.started', stage, brief: 'sha256:b' }
}

export function dispatched(stage: string, phase: 'BOOTSTRAP' | 'PREFLIGHT', at = 0, attempt = 1): Fact {
  return { kind: 'attempt.dispatched', stage, phase, attempt, fence: attempt, notBefore: at }
}

export function settled(stage: string, phase: 'BOOTSTRAP' | 'PREFLIGHT', ok: boolean): Fact {
  const fault = { code: 'X', message: 'It broke.', hint: 'Mend it.' }
  return {
    kind: 'attempt.settled',
    stage,
    phase,
    attempt: 1,
    fence: 1,
    worker: 'w',
    startedAt: 1_000,
    finishedAt: 1_400,
    outcome: ok ? { kind: 'succeeded', record: {} } : { kind: 'failed', fault, retryable: false, record: {} },
  }
}

export function gateView(more: Partial<GateView> = {}): GateView {
  return {
    id: 'demo-1.approve',
    run: 'demo-1',
    stage: 'approve',
    type: 'approval',
    message: null,
    approvers: ['ann', 'bob'],
    quorum: 1,
    digest: 'sha256:d',
    openedAt: 0,
    deadlineAt: 3_600_000,
    escalated: false,
    verdict: null,
    reason: null,
    decidedAt: null,
    about: null,
    votes: [],
    ...more,
  }
}

export function voteRow(name: string, decision: 'approve' | 'reject'): VoteRow {
  const voter = { kind: 'person' as const, name, roles: [] }
  const of = { tenant: 'default', run: 'demo-1', stage: 'approve', round: 1 }
  return {
    ...of,
    voter,
    as: name,
    decision,
    comment: null,
    number: 1,
    surface: null,
    seen: null,
    shownAt: null,
    to: null,
    values: null,
    at: 1,
  }
}
