import {
  type Graph,
  type GraphNode,
  type Json,
  MusterError,
  parseDuration,
  type Template,
} from '@muster/core'
import { orderByNeeds } from '../order.ts'
import { type Outline, type OutlineStage, outlineOf } from '../outline.ts'
import type { Pipeline } from '../schema/pipeline.ts'
import type { TemplateSource } from '../templates.ts'
import { elementsOf } from './elements.ts'
import { agentNode, branchNode, conditionNode, gateNode, parallelNode } from './nodes.ts'
import { createScope, type Scope } from './scope.ts'

const MAX_NODES = 100_000

/**
 * Expands a valid pipeline for one set of inputs, as `checkInputs` gives them, into a flat graph in which every stage
 * comes after its container and its requirements. Throws MUSTER_INPUTS_INVALID when a `foreach` gives no list,
 * and MUSTER_EXPRESSION when an expression that only needs inputs fails.
 */
export function expand(
  pipeline: Pipeline,
  inputs: Readonly<Record<string, Json>>,
  templates: TemplateSource,
): Graph {
  const outline: Outline = outlineOf(pipeline as unknown as Json)
  const used: Record<string, Template> = {}
  const nodes: GraphNode[] = []

  function add(node: GraphNode): void {
    if (nodes.length >= MAX_NODES) throw tooMany(pipeline)
    nodes.push(node)
  }

  function addStages(stages: readonly OutlineStage[], scope: Scope): void {
    for (const stage of stages) addStage(stage, scope)
  }

  function addStage(stage: OutlineStage, scope: Scope): void {
    switch (stage.type) {
      case 'agent':
        return add(agentNode(stage, scope, templates, used))
      case 'gate':
        return add(gateNode(stage, scope))
      case 'condition':
        add(conditionNode(stage, scope))
        return addBranches(stage, scope)
      case 'parallel': {
        const elements = elementsOf(stage, scope)
        add(parallelNode(stage, scope, elements?.length ?? stage.branches.length))
        return elements === null ? addBranches(stage, scope) : addInstances(stage, scope, elements)
      }
    }
  }

  function addBranches(stage: OutlineStage, scope: Scope): void {
    for (const branch of stage.branches) {
      add(branchNode(stage, branch, branch.key, scope))
      addStages(branch.stages, scope)
    }
  }

  function addInstances(stage: OutlineStage, scope: Scope, elements: readonly Json[]): void {
    const [body] = stage.branches
    if (body === undefined) return
    for (const [index, item] of elements.entries()) {
      const inside = scope.enter(stage, index, item)
      add({ ...branchNode(stage, body, String(index), inside), item })
      addStages(body.stages, inside)
    }
  }

  addStages(outline.top, createScope(outline, inputs))
  return {
    name: pipeline.name,
    version: String(pipeline.version ?? '1'),
    description: pipeline.description ?? null,
    timeoutMs: pipeline.timeout === undefined ? null : parseDuration(pipeline.timeout),
    inputs,
    templates: used,
    nodes: inOrder(nodes),
  }
}

function inOrder(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const numbers = new Map(nodes.map((node, index) => [node.id, index]))
  const needs = nodes.map(({ parent, requires }) =>
    [...(parent === null ? [] : [parent]), ...requires].map((id) => numbers.get(id) ?? -1),
  )
  const order = orderByNeeds(
    nodes.length,
    (index) => needs[index] ?? [],
    () => undefined,
  )
  return order.flatMap((index) => nodes[index] ?? [])
}

function tooMany(pipeline: Pipeline): MusterError {
  return new MusterError('MUSTER_INPUTS_INVALID', {
    problem: `with these, \`${pipeline.name}\` expands to more than ${MAX_NODES} stages`,
    declared: Object.keys(pipeline.inputs ?? {}).join(', ') || 'none',
  })
}
