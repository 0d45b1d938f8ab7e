import type { Expression, Json, PipelineContext, StageId } from '@muster/core'
import { parseExpression } from '../cel/expression.ts'
import { splitText } from '../cel/text.ts'
import { isForeach, type Outline, type OutlineStage } from '../outline.ts'
import { requirementsOf, resolve } from '../resolve.ts'

/** Where a stage is being expanded: it knows the ids of all stages that can be named from there. */
export interface Scope {
  readonly context: PipelineContext
  idOf(stage: OutlineStage): StageId
  /** The branch that holds a stage, or null at the top. */
  parentOf(stage: OutlineStage): StageId | null
  requirementsOf(stage: OutlineStage): readonly StageId[]
  /** An expression with the stages it names replaced by their ids. */
  expression(from: OutlineStage, source: string): Expression
  /** The same for a text with `${{ CEL }}` in it. */
  text(from: OutlineStage, text: string): Expression
  /** The id of the stage that a path names. */
  refer(from: OutlineStage, path: string): StageId
  /** The scope of one instance of a `foreach`. */
  enter(container: OutlineStage, index: number, item: Json): Scope
}

type Instances = ReadonlyMap<OutlineStage, StageId>

/** The scope of the top of a pipeline. */
export function createScope(outline: Outline, inputs: Readonly<Record<string, Json>>): Scope {
  return scopeWithin(outline, new Map(), { inputs, stages: {} })
}

function scopeWithin(outline: Outline, instances: Instances, context: PipelineContext): Scope {
  function idOf(stage: OutlineStage): StageId {
    const { container, name } = stage
    if (container === null) return name
    return `${instances.get(container) ?? idOf(container)}.${name}`
  }

  function localize(from: OutlineStage, source: string, reads: Set<StageId>): string {
    const parsed = parseExpression(source)
    if ('problem' in parsed) return source
    let localized = source
    for (const { path, start, end } of parsed.reads.stages.toSorted((a, b) => b.start - a.start)) {
      const stage = resolve(outline, from, path)
      if (stage === null) continue
      const id = idOf(stage)
      reads.add(id)
      if (id !== path) localized = `${localized.slice(0, start)}stages["${id}"]${localized.slice(end)}`
    }
    return localized
  }

  return {
    context,
    idOf,
    parentOf: (stage) => {
      const { container } = stage
      if (container === null) return null
      return isForeach(container)
        ? (instances.get(container) ?? null)
        : `${idOf(container)}.${container.branches[stage.branch]?.key ?? stage.branch}`
    },
    refer: (from, path) => {
      const stage = resolve(outline, from, path)
      return stage === null ? path : idOf(stage)
    },
    requirementsOf: (stage) => requirementsOf(outline, stage).map(idOf),
    expression: (from, source) => {
      const reads = new Set<StageId>()
      return { source: localize(from, source, reads), reads: [...reads] }
    },
    text: (from, text) => {
      const reads = new Set<StageId>()
      let localized = text
      for (const part of [...(splitText(text) ?? [])].reverse()) {
        if ('literal' in part) continue
        const end = part.start + part.source.length
        localized = `${localized.slice(0, part.start)}${localize(from, part.source, reads)}${localized.slice(end)}`
      }
      return { source: localized, reads: [...reads] }
    },
    enter: (container, index, item) => {
      const inner = new Map(instances).set(container, `${idOf(container)}.${index}`)
      return scopeWithin(outline, inner, { ...context, item })
    },
  }
}
