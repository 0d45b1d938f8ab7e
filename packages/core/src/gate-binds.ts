import { digestOf } from './digest.ts'
import type { FactOf } from './fact.ts'
import type { GateBinds, GatePolicy } from './gate.ts'
import type { AgentNode, GateNode } from './graph.ts'
import { actionsDiff } from './plan-diff.ts'
import type { AgentProgress, GateProgress, RunState } from './state.ts'

const WORDS: Readonly<Record<Exclude<keyof GateBinds, 'plan'>, string>> = {
  graph: 'graph',
  inputs: 'inputs',
  needs: 'outputs of what it requires',
  policy: 'policy',
  template: 'template',
}

/**
 * Opens the next round of a gate: what it binds to, and what is different since the round before. `policies` says what
 * changed about policies, where that is known.
 */
export function openingOf(
  state: RunState,
  node: AgentNode | GateNode,
  { approvers, timeoutMs }: GatePolicy,
  binds: GateBinds,
  now: number,
  policies = '',
): FactOf<'gate.opened'> {
  const before = state.gates.get(node.id)
  const stage = state.stages.get(node.id)
  const agent = stage !== undefined && 'agent' in stage ? stage.agent : null
  const round = (before?.round ?? 0) + 1
  const changed = before === undefined ? [] : changesOf(before, binds, agent, policies)
  return {
    kind: 'gate.opened',
    stage: node.id,
    approvers,
    deadline: now + timeoutMs,
    digest: digestOf({ run: state.run, stage: node.id, round, binds }),
    binds,
    ...(changed.length === 0 ? {} : { changed }),
  }
}

function changesOf(
  before: GateProgress,
  after: GateBinds,
  agent: AgentProgress | null,
  policies: string,
): readonly string[] {
  const { binds } = before
  if (binds === null) return []
  const changes = Object.entries(WORDS).flatMap(([key, word]) =>
    binds[key as keyof GateBinds] === after[key as keyof GateBinds]
      ? []
      : [key === 'policy' && policies !== '' ? `${word}: ${policies}` : word],
  )
  if (binds.plan === after.plan) return changes
  const difference = actionsDiff(before.actions, agent?.actions ?? [])
  return [difference === null ? 'plan' : `plan: ${difference}`, ...changes]
}
