import {
  type AgentNode,
  DEFAULT_SANDBOX,
  type EndedAttempt,
  type GateNode,
  type GateRow,
  type Graph,
  type RunRow,
  type Template,
} from '@muster/core'
import { aGate, anAttempt, aRun, aStage } from '@muster/testing'

export const NOW = 1_763_900_000_000

export const TEMPLATE: Template = {
  name: 'default',
  version: '1.0.0',
  description: 'Looks and tells',
  tier: 0,
  inputs: {},
  binaries: [],
  commands: { execute: ['true'] },
  agent: null,
  env: {},
  outputs: [],
  sandbox: DEFAULT_SANDBOX,
  files: {},
  digest: `sha256:${'1'.repeat(64)}`,
}

export function runRow(id: string, change: Partial<RunRow> = {}): RunRow {
  return aRun({
    id,
    pipeline: 'deploy',
    graphDigest: `sha256:${'2'.repeat(64)}`,
    submittedAt: NOW,
    ...change,
  })
}

export const stageRow = aStage

export function attemptRow(run: string, stage: string, change: Partial<EndedAttempt> = {}): EndedAttempt {
  const times = { notBefore: NOW, dispatchedAt: NOW, startedAt: NOW, finishedAt: NOW + 1_500 }
  const succeeded = {
    phase: 'EXECUTE',
    tier: 0,
    status: 'succeeded',
    worker: 'w1',
    record: { note: stage },
  } as const
  return anAttempt(run, stage, { ...times, ...succeeded, ...change })
}

export function gateRow(run: string, stage: string, change: Partial<GateRow> = {}): GateRow {
  const times = { openedAt: NOW, deadlineAt: NOW + 3_600_000 }
  const asked = { approvers: ['grace', 'linus'], message: 'Apply the plan to staging?' }
  return aGate(run, stage, { ...times, ...asked, digest: `sha256:${'3'.repeat(64)}`, ...change })
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
