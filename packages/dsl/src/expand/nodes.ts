import {
  type AgentNode,
  type BranchNode,
  type ConditionNode,
  DEFAULT_STAGE_TIMEOUT_MS,
  type GateNode,
  type InputValue,
  type Json,
  MusterError,
  type ParallelNode,
  type StageType,
  type Template,
} from '@muster/core'
import { asText, renderDeep } from '../cel/render.ts'
import { hasExpression } from '../cel/text.ts'
import type { OutlineBranch, OutlineStage } from '../outline.ts'
import type { ConditionStage, ParallelStage, Stage } from '../schema/container.ts'
import type { AgentStage, GateStage } from '../schema/stage.ts'
import { splitTemplate, type TemplateSource } from '../templates.ts'
import { errorBudgetOf, milliseconds, retriesOf } from './agent-config.ts'
import { approvalPolicy, gatePolicy } from './gate-policy.ts'
import type { Scope } from './scope.ts'

/** The facts that every node of a stage carries. */
function common<T extends StageType>(stage: OutlineStage, type: T, scope: Scope) {
  const { when, requires_result } = bodyOf<Stage>(stage)
  return {
    type,
    id: scope.idOf(stage),
    name: stage.name,
    parent: scope.parentOf(stage),
    requires: scope.requirementsOf(stage),
    requiresResult: requires_result ?? 'succeeded',
    when: when === undefined ? null : scope.expression(stage, when),
  } as const
}

/** What a stage of a valid pipeline says: the type was held by the schema. */
function bodyOf<T extends Stage>(stage: OutlineStage): T {
  return stage.body as unknown as T
}

/** The node of an agent; `used` receives its template. Throws MUSTER_EXPRESSION when a value that needs inputs only fails. */
export function agentNode(
  stage: OutlineStage,
  scope: Scope,
  templates: TemplateSource,
  used: Record<string, Template>,
): AgentNode {
  const { template: reference, config, approval } = bodyOf<AgentStage>(stage)
  const template = findTemplate(templates, reference ?? 'default')
  const key = `${template.name}@${template.version}`
  used[key] = template
  return {
    ...common(stage, 'agent', scope),
    template: key,
    tier: config?.tier ?? template.tier,
    timeoutMs: milliseconds(config?.timeout, DEFAULT_STAGE_TIMEOUT_MS),
    retries: retriesOf(config?.retries ?? 0),
    env: mapValues(config?.env ?? {}, (value) => asText(renderDeep(value, scope.context))),
    inputs: mapValues(config?.inputs ?? {}, (value) => inputValue(stage, value, scope)),
    errorBudget: errorBudgetOf(config?.error_budget),
    ...(approval === undefined ? {} : { approval: approvalPolicy(stage, approval, scope) }),
  }
}

/** The node of a gate. Throws MUSTER_EXPRESSION when its message cannot be rendered. */
export function gateNode(stage: OutlineStage, scope: Scope): GateNode {
  return { ...common(stage, 'gate', scope), gate: gatePolicy(stage, bodyOf<GateStage>(stage), scope) }
}

/** The node of a parallel with this many branches. */
export function parallelNode(stage: OutlineStage, scope: Scope, branches: number): ParallelNode {
  const { max_concurrency, fail_fast } = bodyOf<ParallelStage>(stage)
  const id = scope.idOf(stage)
  return {
    ...common(stage, 'parallel', scope),
    children: Array.from({ length: branches }, (_, index) => `${id}.${index}`),
    maxConcurrency: max_concurrency ?? null,
    failFast: fail_fast ?? true,
  }
}

/** The node of a condition. */
export function conditionNode(stage: OutlineStage, scope: Scope): ConditionNode {
  const body = bodyOf<ConditionStage>(stage)
  const id = scope.idOf(stage)
  return {
    ...common(stage, 'condition', scope),
    if: scope.expression(stage, body.if),
    children: stage.branches.map(({ key }) => `${id}.${key}`),
    // oxlint-disable-next-line unicorn/no-thenable -- `then` is a word of the language
    then: body.then === undefined ? null : `${id}.then`,
    else: body.else === undefined ? null : `${id}.else`,
  }
}

/** The node of one branch of a container; `scope` is that of the stages in it. */
export function branchNode(
  container: OutlineStage,
  branch: OutlineBranch,
  key: string,
  scope: Scope,
): BranchNode {
  const parent = scope.idOf(container)
  return {
    type: 'branch',
    id: `${parent}.${key}`,
    name: branch.name ?? key,
    parent,
    requires: [],
    requiresResult: 'succeeded',
    when: null,
    children: branch.stages.map((stage) => scope.idOf(stage)),
  }
}

function findTemplate(templates: TemplateSource, reference: string): Template {
  const { name, range } = splitTemplate(reference)
  const template = templates.find(name, range)
  if (template !== null) return template
  throw new MusterError('MUSTER_INTERNAL', { reason: `template \`${reference}\` is gone since validation` })
}

/** A text with an expression waits until the stage starts; inside a list or an object it may only read what is known already. */
function inputValue(stage: OutlineStage, value: Json, scope: Scope): InputValue {
  if (typeof value === 'string' && hasExpression(value)) return { text: scope.text(stage, value) }
  return { value: renderDeep(value, scope.context) }
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  const changed: Record<string, U> = {}
  for (const [name, value] of Object.entries(values)) changed[name] = change(value)
  return changed
}
