import type { Json } from '@muster/core'
import type { Pointer } from './fault.ts'
import { listOf, textOf } from './json.ts'
import type { Outline, OutlineStage } from './outline.ts'
import { MAX_KNOWN } from './suggest.ts'

/** Something that names a stage, and the stage when there is one. */
export interface Reference {
  readonly at: Pointer
  readonly text: string
  readonly stage: OutlineStage | null
}

/** The stage that `text` names, seen from `from`: in its own container first, then outward. */
export function resolve(outline: Outline, from: OutlineStage, text: string): OutlineStage | null {
  for (let container = from.container; container !== null; container = container.container) {
    const found = outline.byPath.get(`${container.path}.${text}`)
    if (found !== undefined) return found
  }
  return outline.byPath.get(text) ?? null
}

/** Whether `from` can name one certain instance of `to`: each `foreach` around `to` is around `from` too. */
export function isVisible(from: OutlineStage, to: OutlineStage): boolean {
  return to.foreach.every((container, index) => from.foreach[index] === container)
}

/** What was found out about the stages of an outline, by their numbers: it is asked for by every check. */
interface Known {
  readonly written: (readonly Reference[] | null)[]
  readonly required: (readonly OutlineStage[])[]
}

const knowledge = new WeakMap<Outline, Known>()

function knownOf(outline: Outline): Known {
  const known = knowledge.get(outline) ?? { written: [], required: [] }
  knowledge.set(outline, known)
  return known
}

/** What the document says of requirements, or null when it says nothing. */
export function writtenRequirements(outline: Outline, stage: OutlineStage): readonly Reference[] | null {
  const { written } = knownOf(outline)
  const known = written[stage.index]
  if (known !== undefined) return known
  const references = readRequirements(outline, stage)
  written[stage.index] = references
  return references
}

function readRequirements(outline: Outline, stage: OutlineStage): readonly Reference[] | null {
  const given = stage.body['requires']
  if (given === undefined) return null
  const at = [...stage.at, 'requires']
  const entry = (value: Json, place: Pointer): Reference[] => {
    const text = textOf(value)
    return text === null ? [] : [{ at: place, text, stage: resolve(outline, stage, text) }]
  }
  if (typeof given === 'string') return entry(given, at)
  return listOf(given).flatMap((value, index) => entry(value, [...at, index]))
}

/** The stages that must end before this one starts. */
export function requirementsOf(outline: Outline, stage: OutlineStage): readonly OutlineStage[] {
  const { required } = knownOf(outline)
  const known = required[stage.index]
  if (known !== undefined) return known
  const stages = readRequired(outline, stage)
  required[stage.index] = stages
  return stages
}

function readRequired(outline: Outline, stage: OutlineStage): readonly OutlineStage[] {
  const references = writtenRequirements(outline, stage)
  if (references === null) return stage.previous === null ? [] : [stage.previous]
  const found = new Set<OutlineStage>()
  for (const reference of references)
    if (reference.stage !== null && isVisible(stage, reference.stage)) found.add(reference.stage)
  return [...found]
}

/** The paths by which `from` may name a stage: neighbours by name, others by their whole path. */
export function namesFor(outline: Outline, from: OutlineStage): readonly string[] {
  const prefix = from.container === null ? '' : `${from.container.path}.`
  const names: string[] = []
  for (const stage of outline.byPath.values()) {
    if (stage === from || stage.path.includes('#') || !isVisible(from, stage)) continue
    if (names.length >= MAX_KNOWN) break
    names.push(stage.path.startsWith(prefix) ? stage.path.slice(prefix.length) : stage.path)
  }
  return names
}
