import { type Fault, fault } from '../fault.ts'
import type { Outline, OutlineStage } from '../outline.ts'

/** Rules of containers that tie several keys together. */
export function* checkShapes(outline: Outline): Generator<Fault> {
  for (const stage of outline.stages) {
    if (stage.type === 'parallel') yield* checkParallel(stage)
    else if (stage.type === 'condition' && stage.branches.length === 0)
      yield fault([...stage.at, 'name'], 'BRANCHES', `Condition \`${stage.path}\` has no branch.`, {
        expected: '`then`, `else` or both',
      })
  }
}

function* checkParallel({ at, body, path }: OutlineStage): Generator<Fault> {
  const branches = body['branches'] !== undefined
  const foreach = body['foreach'] !== undefined
  const stages = body['stages'] !== undefined
  if (branches !== foreach && foreach === stages) return
  yield fault(
    [...at, 'name'],
    'BRANCHES',
    `Parallel \`${path}\` is ${branches || foreach || stages ? 'unclear' : 'empty'}.`,
    {
      expected: 'either `branches`, or `foreach` with `stages`',
    },
  )
}
