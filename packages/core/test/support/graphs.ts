import {
  type AgentNode,
  type BranchNode,
  DEFAULT_SANDBOX,
  type ErrorBudget,
  type GateNode,
  type Graph,
  type GraphNode,
  type Template,
} from '../../src/index.ts'

const TEMPLATE: Template = {
  name: 'default',
  version: '1.0.0',
  description: null,
  tier: 0,
  inputs: {},
  binaries: [],
  commands: {},
  agent: null,
  env: {},
  outputs: [],
  sandbox: DEFAULT_SANDBOX,
  files: {},
  digest: 'sha256:0',
}

/** A budget without limits, to be given some. */
export const UNLIMITED: ErrorBudget = {
  errors: null,
  kinds: {},
  attempts: {},
  wallMs: null,
  outputBytes: null,
  tokens: null,
  cost: null,
  clarifications: 2,
}

const base = { parent: null, requires: [], requiresResult: 'succeeded', when: null } as const

export function agent(id: string, more: Partial<AgentNode> = {}): AgentNode {
  return {
    ...base,
    id,
    name: id.split('.').at(-1) ?? id,
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

export function gate(id: string, more: Partial<GateNode> = {}): GateNode {
  const policy: GateNode['gate'] = {
    type: 'approval',
    approvers: [],
    quorum: 'any',
    timeoutMs: 60_000,
    onTimeout: { do: 'reject' },
    allowAuthor: false,
    message: null,
  }
  return { ...base, id, name: id, type: 'gate', ...more, gate: { ...policy, ...more.gate } }
}

export function branch(id: string, parent: string, children: readonly string[]): BranchNode {
  return { ...base, id, name: id, parent, type: 'branch', children }
}

export function graph(nodes: readonly GraphNode[], more: Partial<Graph> = {}): Graph {
  return {
    name: 'test',
    version: '1',
    description: null,
    timeoutMs: null,
    inputs: {},
    templates: { 'default@1.0.0': TEMPLATE },
    nodes,
    ...more,
  }
}
