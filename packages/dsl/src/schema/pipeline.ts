import { STAGE_TYPES } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { AgentStageSchema, ConditionStageSchema, GateStageSchema, ParallelStageSchema, type StageList } from './stage.ts'
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
    stages: typed<StageList>({
      type: 'array',
      minItems: 1,
      items: { $ref: '#/$defs/stage' },
      description: 'The stages. Those without `requires` start at once.',
    }),
  },
  { ...closed, title: 'Muster pipeline', description: 'A pipeline of agents and gates.' },
)

/** A valid pipeline, as written. */
export type Pipeline = Static<typeof PipelineSchema>

const isType = (type: string) => ({ properties: { type: { const: type } }, required: ['type'] })

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
      if: isType('gate'),
      then: { $ref: '#/$defs/gate' },
      else: {
        if: isType('parallel'),
        then: { $ref: '#/$defs/parallel' },
        else: { if: isType('condition'), then: { $ref: '#/$defs/condition' }, else: { $ref: '#/$defs/agent' } },
      },
    },
    agent: AgentStageSchema,
    gate: GateStageSchema,
    parallel: ParallelStageSchema,
    condition: ConditionStageSchema,
  },
}
