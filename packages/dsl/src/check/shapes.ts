import { type Fault, fault } from '../fault.ts'
import { listOf } from '../json.ts'
import type { Outline, OutlineStage } from '../outline.ts'

/** Rules of gates and containers that tie several keys together. */
export function* checkShapes(outline: Outline): Generator<Fault> {
  for (const stage of outline.stages) {
    if (stage.type === 'gate') yield* checkGate(stage)
    else if (stage.type === 'parallel') yield* checkParallel(stage)
    else if (stage.type === 'condition' && stage.branches.length === 0)
      yield fault([...stage.at, 'name'], 'BRANCHES', `Condition \`${stage.path}\` has no branch.`, {
        expected: '`then`, `else` or both',
      })
  }
}

function* checkGate({ at, body, path }: OutlineStage): Generator<Fault> {
  const approvers = listOf(body['approvers'])
  const quorum = body['quorum']
  if (typeof quorum === 'number' && approvers.length > 0 && quorum > approvers.length)
    yield fault(
      [...at, 'quorum'],
      'QUORUM',
      `Gate \`${path}\` needs ${quorum} approvals from ${approvers.length}.`,
      {
        expected: `at most ${approvers.length}`,
      },
    )
  const escalates = body['on_timeout'] === 'escalate'
  const further = body['escalate_to']
  if (escalates && further === undefined)
    yield fault([...at, 'on_timeout'], 'ESCALATION', `Gate \`${path}\` escalates to nobody.`, {
      expected: 'further approvers',
      hint: 'add `escalate_to: [name]`',
    })
  if (escalates && body['approvers'] === undefined)
    yield fault(
      [...at, 'on_timeout'],
      'ESCALATION',
      `Anyone may decide gate \`${path}\`: there is nobody further.`,
      {
        hint: 'add `approvers`',
      },
    )
  if (!escalates && further !== undefined)
    yield fault([...at, 'escalate_to'], 'ESCALATION', `Gate \`${path}\` never escalates.`, {
      on: 'key',
      hint: 'add `on_timeout: escalate`',
    })
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
