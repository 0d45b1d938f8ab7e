import { digestOf } from './digest.ts'
import type { GatePolicy } from './gate.ts'
import { tierOfGate } from './gate-rule.ts'
import type { AgentNode, GateNode } from './graph.ts'

/**
 * By what rule a gate is decided, as a digest: gates with the same can be answered together. Null for a gate with a form,
 * which is filled in by itself.
 */
export function sharedRule(node: AgentNode | GateNode, policy: GatePolicy): string | null {
  const { message: _, ...rule } = policy
  return rule.form === undefined ? digestOf({ rule, tier: tierOfGate(node) }) : null
}
