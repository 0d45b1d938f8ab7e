import type { Json } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { type AgentStage, type GateStage, shared } from './stage.ts'
import { closed, expressionSchema, nameSchema, typed } from './words.ts'

const STAGES = { type: 'array', minItems: 1, items: { $ref: '#/$defs/stage' } }

/** A list of stages, with what it is for. */
export const stagesSchema = (description: string) => typed<StageList>({ ...STAGES, description })

export const ParallelStageSchema = Type.Object(
  {
    ...shared,
    type: Type.Literal('parallel', { description: 'Runs branches side by side.' }),
    branches: Type.Optional(
      typed<BranchList>({
        type: 'array',
        minItems: 1,
        items: {
          type: ['array', 'object'],
          minItems: 1,
          items: STAGES.items,
          required: ['stages'],
          properties: {
            name: nameSchema('A name for readers.'),
            stages: stagesSchema('The stages of the branch, in sequence.'),
          },
          ...closed,
        },
        description: 'The branches: each a list of stages that run in sequence.',
      }),
    ),
    foreach: Type.Optional(
      typed<string | readonly Json[]>({
        type: ['string', 'array'],
        minLength: 1,
        maxItems: 1_000,
        description:
          'A list, or CEL over `inputs` that gives one: `stages` runs once for each element, which is read as `item`.',
      }),
    ),
    stages: Type.Optional(stagesSchema('With `foreach`: the stages that run for each element, in sequence.')),
    max_concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000,
        description: 'How many branches may run at once. Default: all.',
      }),
    ),
    fail_fast: Type.Optional(
      Type.Boolean({ description: 'Whether one failed branch cancels the others. Default: true.' }),
    ),
  },
  { ...closed, description: 'A stage that runs branches side by side.' },
)

export const ConditionStageSchema = Type.Object(
  {
    ...shared,
    type: Type.Literal('condition', { description: 'Runs one of two branches.' }),
    if: expressionSchema('CEL over `inputs`, `stages` and `item`: decides which branch runs.'),
    // oxlint-disable-next-line unicorn/no-thenable -- `then` is a word of the language
    then: Type.Optional(stagesSchema('The stages that run in sequence when `if` is true.')),
    else: Type.Optional(stagesSchema('The stages that run in sequence when `if` is false.')),
  },
  { ...closed, description: 'A stage that runs one of two branches.' },
)

export type ParallelStage = Static<typeof ParallelStageSchema>
export type ConditionStage = Static<typeof ConditionStageSchema>
export type Stage = AgentStage | GateStage | ParallelStage | ConditionStage
export interface StageList extends ReadonlyArray<Stage> {}
export interface BranchList
  extends ReadonlyArray<StageList | { readonly name?: string; readonly stages: StageList }> {}
