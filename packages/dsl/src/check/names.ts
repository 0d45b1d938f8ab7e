import { type Fault, fault } from '../fault.ts'
import type { Outline, OutlineStage } from '../outline.ts'

/** Names that two stages share, and names that a branch already has. */
export function* checkNames(outline: Outline): Generator<Fault> {
  for (const stage of outline.stages) {
    const at = [...stage.at, 'name']
    const first = outline.byPath.get(stage.path)
    if (first !== undefined && first !== stage)
      yield fault(at, 'DUPLICATE_NAME', `Another stage has the path \`${stage.path}\`.`, {
        expected: 'a name that is unique in its container, across all its branches',
        hint: 'rename one of them',
      })
    if (isReserved(stage))
      yield fault(at, 'RESERVED_NAME', `Inside a condition, \`${stage.name}\` names the branch.`, {
        hint: 'use another name',
      })
  }
}

function isReserved({ container, name }: OutlineStage): boolean {
  return container?.type === 'condition' && (name === 'then' || name === 'else')
}
