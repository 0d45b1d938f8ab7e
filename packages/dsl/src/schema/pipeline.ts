import { STAGE_TYPES, type StageType } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { ConditionStageSchema, ParallelStageSchema, stagesSchema } from './container.ts'
import { AgentStageSchema, GateStageSchema } from './stage.ts'
import { closed, DIALECT, durationSchema, InputsSchema, type JsonSchema, nameSchema, typed } from './words.ts'

const PipelineSchema = Type.Object(
  {
    name: nameSchema('The name of the pipeline.'),
    version: Type.Optional(
      typed<string>({ type: ['string', 'number'], description: 'Its version. Default: 1.' }),
    ),
    description: Type.Optional(Type.String({ description: 'What the pipeline is for.' })),
    timeout: Type.Optional(durationSchema('How long a run may take. Default: no limit.')),
    inputs: Type.Optional(InputsSchema),
    stages: stagesSchema('The stages. Those without `requires` start at once.'),
  },
  { ...closed, title: 'Muster pipeline', description: 'A pipeline of agents and gates.' },
)

/** A valid pipeline, as written. */
export type Pipeline = Static<typeof PipelineSchema>

const reference = (name: string) => ({ $ref: `#/$defs/${name}` })

/** Holds a stage of this type to its schema, and any other to `otherwise`. */
const whenType = (type: StageType, otherwise: object) => ({
  if: { properties: { type: { const: type } }, required: ['type'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  then: reference(type),
  else: otherwise,
})

/** The JSON Schema of pipelines. The stage type decides which schema a stage is held to, so that faults are precise. */
export const PIPELINE_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  $id: 'urn:muster:pipeline:1',
  ...PipelineSchema,
  $defs: {
    stage: {
      properties: {
        type: { enum: [...STAGE_TYPES], description: 'What kind of stage it is. Default: agent.' },
      },
      ...whenType('gate', whenType('parallel', whenType('condition', reference('agent')))),
    },
    agent: AgentStageSchema,
    gate: GateStageSchema,
    parallel: ParallelStageSchema,
    condition: ConditionStageSchema,
  },
}
