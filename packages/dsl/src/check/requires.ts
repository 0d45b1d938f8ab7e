import { type Fault, fault } from '../fault.ts'
import type { Outline, OutlineStage } from '../outline.ts'
import { isVisible, namesFor, type Reference, writtenRequirements } from '../resolve.ts'
import { didYouMean } from '../suggest.ts'

/** Requirements that name no stage, or one that cannot be waited for. */
export function* checkRequires(outline: Outline): Generator<Fault> {
  for (const stage of outline.stages)
    for (const reference of writtenRequirements(outline, stage) ?? []) yield* check(outline, stage, reference)
}

function* check(
  outline: Outline,
  stage: OutlineStage,
  { at, text, stage: target }: Reference,
): Generator<Fault> {
  if (target === null) {
    yield unknownStage(outline, stage, at, text)
    return
  }
  if (!isVisible(stage, target)) {
    yield foreachStage(stage, target, at)
    return
  }
  const later = laterBranch(stage, target)
  if (later !== null)
    yield fault(at, 'BRANCH_ORDER', `\`${stage.path}\` waits for a later branch of \`${later.path}\`.`, {
      expected: 'with `max_concurrency`, requirements on earlier branches only',
      hint: 'put the branch of what is required first',
    })
}

/** A name that no stage has. */
function unknownStage(outline: Outline, from: OutlineStage, at: Fault['at'], text: string): Fault {
  return fault(at, 'UNKNOWN_STAGE', `There is no stage \`${text.slice(0, 64)}\`.`, {
    expected: 'the name of a neighbour, or a path such as `checks.lint`',
    hint: () => didYouMean(text, namesFor(outline, from)),
  })
}

/** A stage of which there is one for each element. */
export function foreachStage(from: OutlineStage, target: OutlineStage, at: Fault['at']): Fault {
  const around = target.foreach.find((container, index) => from.foreach[index] !== container) ?? target
  return fault(
    at,
    'STAGE_IN_FOREACH',
    `\`${target.path}\` runs once for each element of \`${around.path}\`.`,
    {
      expected: 'a stage outside the `foreach`',
      hint: `name \`${around.path}\` itself`,
    },
  )
}

/** The limited parallel in which `target` is in a later branch than `stage`, or null. */
function laterBranch(stage: OutlineStage, target: OutlineStage): OutlineStage | null {
  const branches = new Map<OutlineStage, number>()
  for (let inner = stage; inner.container !== null; inner = inner.container)
    branches.set(inner.container, inner.branch)
  for (let inner = target; inner.container !== null; inner = inner.container) {
    const own = branches.get(inner.container)
    if (own === undefined) continue
    const limited = inner.container.body['max_concurrency'] !== undefined
    if (limited && inner.branch > own) return inner.container
  }
  return null
}
