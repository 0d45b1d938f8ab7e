import type {
  Actor,
  AgentNode,
  AttemptRow,
  GateNode,
  GateRow,
  Graph,
  RunRow,
  StageRow,
  Template,
} from '@muster/core'

export const NOW = 1_763_900_000_000
const ADA: Actor = { kind: 'person', name: 'ada', roles: ['owner'] }

export const TEMPLATE: Template = {
  name: 'default',
  version: '1.0.0',
  description: 'Looks and tells',
  tier: 0,
  inputs: {},
  binaries: [],
  commands: { execute: ['true'] },
  env: {},
  outputs: [],
  digest: `sha256:${'1'.repeat(64)}`,
}

export function runRow(id: string, change: Partial<RunRow> = {}): RunRow {
  return {
    tenant: 'default',
    project: 'default',
    id,
    pipeline: 'deploy',
    version: '1.0.0',
    status: 'running',
    reason: null,
    by: ADA,
    yesToGates: false,
    idempotencyKey: null,
    graphDigest: `sha256:${'2'.repeat(64)}`,
    submittedAt: NOW,
    finishedAt: null,
    deadlineAt: null,
    seq: 0,
    head: '0'.repeat(64),
    ...change,
  }
}

export function stageRow(run: string, stage: string, change: Partial<StageRow> = {}): StageRow {
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
    ...change,
  }
}

export function attemptRow(run: string, stage: string, change: Partial<AttemptRow> = {}): AttemptRow {
  return {
    tenant: 'default',
    run,
    stage,
    phase: 'EXECUTE',
    tier: 0,
    attempt: 1,
    fence: 1,
    status: 'succeeded',
    worker: 'w1',
    notBefore: NOW,
    dispatchedAt: NOW,
    startedAt: NOW,
    finishedAt: NOW + 1_500,
    record: { note: stage },
    ...change,
  }
}

export function gateRow(run: string, stage: string, change: Partial<GateRow> = {}): GateRow {
  return {
    tenant: 'default',
    run,
    stage,
    round: 1,
    type: 'approval',
    approvers: ['grace', 'linus'],
    quorum: 1,
    message: 'Apply the plan to staging?',
    digest: `sha256:${'3'.repeat(64)}`,
    openedAt: NOW,
    deadlineAt: NOW + 3_600_000,
    escalated: false,
    verdict: null,
    reason: null,
    decidedAt: null,
    ...change,
  }
}

export function agentNode(id: string, requires: readonly string[] = []): AgentNode {
  return {
    id,
    name: id.split('.').at(-1) ?? id,
    parent: null,
    requires,
    requiresResult: 'succeeded',
    when: null,
    type: 'agent',
    template: 'default',
    tier: 0,
    timeoutMs: 60_000,
    retries: { max: 1, backoff: 'fixed', delayMs: 1_000, maxDelayMs: 1_000 },
    env: {},
    inputs: {},
    errorBudget: null,
  }
}

export function gateNode(id: string, requires: readonly string[]): GateNode {
  const { id: _id, name, parent, requiresResult, when } = agentNode(id)
  return {
    id,
    name,
    parent,
    requires,
    requiresResult,
    when,
    type: 'gate',
    gate: {
      type: 'approval',
      approvers: ['grace', 'linus'],
      quorum: 1,
      timeoutMs: 3_600_000,
      onTimeout: { do: 'reject' },
      allowAuthor: false,
      message: 'Apply the plan to staging?',
    },
  }
}

export function graphOf(nodes: Graph['nodes']): Graph {
  return {
    name: 'deploy',
    version: '1.0.0',
    description: null,
    timeoutMs: null,
    inputs: { environment: 'staging' },
    templates: { default: TEMPLATE },
    nodes,
  }
}
