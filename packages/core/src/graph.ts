import type { Actor } from './actor.ts'
import type { ErrorBudget } from './budget.ts'
import type { GatePolicy } from './gate.ts'
import type { Json } from './json.ts'
import type { Template } from './template.ts'
import type { Tier } from './tier.ts'

/** The path of a stage: its name, below its container's path: `checks.lint`, `scan.0.audit`. */
export type StageId = string

/** A CEL expression and the stages whose results it reads. */
export interface Expression {
  readonly source: string
  readonly reads: readonly StageId[]
}

/** A value given to a template: fixed, or a text with `${{ CEL }}` in it. */
export type InputValue = { readonly value: Json } | { readonly text: Expression }

/**
 * What the requirements of a stage must have come to for it to start; anything else skips it.
 * `succeeded`: every one succeeded. `finished`: every one ended, however. `failed`: at least one failed.
 */
export const REQUIRES_RESULTS = ['succeeded', 'finished', 'failed'] as const
export type RequiresResult = (typeof REQUIRES_RESULTS)[number]

export interface Retries {
  /** Tries after the first. */
  readonly max: number
  readonly backoff: 'fixed' | 'exponential'
  readonly delayMs: number
  readonly maxDelayMs: number
}

interface Node {
  readonly id: StageId
  readonly name: string
  /** The branch that holds it, or null at the top. */
  readonly parent: StageId | null
  readonly requires: readonly StageId[]
  readonly requiresResult: RequiresResult
  readonly when: Expression | null
}

export interface AgentNode extends Node {
  readonly type: 'agent'
  /** A key of Graph.templates. */
  readonly template: string
  readonly tier: Tier
  readonly timeoutMs: number
  readonly retries: Retries
  readonly env: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, InputValue>>
  readonly errorBudget: ErrorBudget | null
  /** Who approves its plan before it is executed; absent when the pipeline does not say. */
  readonly approval?: GatePolicy
}

export interface GateNode extends Node {
  readonly type: 'gate'
  readonly gate: GatePolicy
}

export interface ParallelNode extends Node {
  readonly type: 'parallel'
  /** Its branches, in order. */
  readonly children: readonly StageId[]
  readonly maxConcurrency: number | null
  readonly failFast: boolean
}

export interface ConditionNode extends Node {
  readonly type: 'condition'
  readonly if: Expression
  /** Its branches: those that exist of then and else. */
  readonly children: readonly StageId[]
  readonly then: StageId | null
  readonly else: StageId | null
}

/** A list of stages inside a parallel or a condition; its parent is that stage. */
export interface BranchNode extends Node {
  readonly type: 'branch'
  readonly children: readonly StageId[]
  /** The element of `foreach` that this branch is for: read as `item` in expressions. */
  readonly item?: Json
}

export type GraphNode = AgentNode | GateNode | ParallelNode | ConditionNode | BranchNode
export type ContainerNode = ParallelNode | ConditionNode | BranchNode

/** A pipeline expanded for one set of inputs: flat, plain JSON, in an order in which requirements come first. */
export interface Graph {
  readonly name: string
  readonly version: string
  readonly description: string | null
  readonly timeoutMs: number | null
  readonly inputs: Readonly<Record<string, Json>>
  readonly templates: Readonly<Record<string, Template>>
  /** Who published those of its templates that somebody published, by their keys; absent when nobody did. */
  readonly publishers?: Readonly<Record<string, Actor>>
  readonly nodes: readonly GraphNode[]
}

export function isContainer(node: GraphNode): node is ContainerNode {
  return node.type === 'parallel' || node.type === 'condition' || node.type === 'branch'
}
