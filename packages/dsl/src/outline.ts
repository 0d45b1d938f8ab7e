import { type Json, type JsonObject, STAGE_TYPES, type StageType } from '@muster/core'
import type { Pointer } from './fault.ts'
import { isRecord, listOf, recordOf, textOf } from './json.ts'

/** One stage as written, with its place among the others. */
export interface OutlineStage {
  /** Its number in the order of the document. */
  readonly index: number
  readonly at: Pointer
  readonly body: JsonObject
  readonly name: string
  /** Its name below those of its containers; instances of a `foreach` share it. */
  readonly path: string
  readonly type: StageType
  readonly container: OutlineStage | null
  /** The containers around it that run once for each element, outermost first. */
  readonly foreach: readonly OutlineStage[]
  /** The stage before it in the same branch: required unless `requires` is given. */
  readonly previous: OutlineStage | null
  readonly branches: readonly OutlineBranch[]
  /** Which branch of its container holds it. */
  readonly branch: number
}

export interface OutlineBranch {
  /** `then`, `else`, or its index. */
  readonly key: string
  readonly name: string | null
  readonly stages: readonly OutlineStage[]
}

export interface Outline {
  /** All stages, in the order of the document. */
  readonly stages: readonly OutlineStage[]
  readonly top: readonly OutlineStage[]
  /** The first stage of each path. */
  readonly byPath: ReadonlyMap<string, OutlineStage>
}

const outlines = new WeakMap<object, Outline>()

/**
 * Finds the stages of a document, once for each. It takes any data and skips what is no stage, so that faults elsewhere
 * hide none here.
 */
export function outlineOf(document: Json): Outline {
  if (!isRecord(document)) return NOTHING
  const outline = outlines.get(document) ?? readOutline(document)
  outlines.set(document, outline)
  return outline
}

const NOTHING: Outline = { stages: [], top: [], byPath: new Map() }

function readOutline(document: JsonObject): Outline {
  const stages: OutlineStage[] = []
  const byPath = new Map<string, OutlineStage>()

  function readStages(value: Json | undefined, at: Pointer, container: OutlineStage | null, branch: number) {
    const found: OutlineStage[] = []
    for (const [index, body] of listOf(value).entries()) {
      if (!isRecord(body)) continue
      const previous = container === null ? null : (found.at(-1) ?? null)
      found.push(readStage(body, [...at, index], container, branch, previous))
    }
    return found
  }

  function readStage(
    body: JsonObject,
    at: Pointer,
    container: OutlineStage | null,
    branch: number,
    previous: OutlineStage | null,
  ): OutlineStage {
    const index = stages.length
    const name = textOf(body['name']) ?? `#${index}`
    const branches: OutlineBranch[] = []
    const stage: OutlineStage = {
      index,
      at,
      body,
      name,
      path: container === null ? name : `${container.path}.${name}`,
      type: STAGE_TYPES.find((type) => type === body['type']) ?? 'agent',
      container,
      foreach: foreachAround(container),
      previous,
      branches,
      branch,
    }
    stages.push(stage)
    if (!byPath.has(stage.path)) byPath.set(stage.path, stage)
    branches.push(...readBranches(stage))
    return stage
  }

  function readBranches(stage: OutlineStage): OutlineBranch[] {
    const { body, at, type } = stage
    if (type === 'condition')
      return ['then', 'else']
        .filter((key) => body[key] !== undefined)
        .map((key, index) => ({ key, name: key, stages: readStages(body[key], [...at, key], stage, index) }))
    if (type !== 'parallel') return []
    if (isForeach(stage))
      return [{ key: '', name: null, stages: readStages(body['stages'], [...at, 'stages'], stage, 0) }]
    return listOf(body['branches']).map((branch, index) => {
      const place = [...at, 'branches', index]
      const list = Array.isArray(branch) ? branch : recordOf(branch)['stages']
      return {
        key: String(index),
        name: textOf(recordOf(branch)['name']),
        stages: readStages(list, Array.isArray(branch) ? place : [...place, 'stages'], stage, index),
      }
    })
  }

  const top = readStages(document['stages'], ['stages'], null, 0)
  return { stages, top, byPath }
}

/** Whether a stage runs its body once for each element of a list. */
export function isForeach(stage: OutlineStage): boolean {
  return stage.type === 'parallel' && stage.body['foreach'] !== undefined
}

function foreachAround(container: OutlineStage | null): readonly OutlineStage[] {
  if (container === null) return []
  return isForeach(container) ? [...container.foreach, container] : container.foreach
}
