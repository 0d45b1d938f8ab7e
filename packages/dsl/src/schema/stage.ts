import { GATE_TYPES, REQUIRES_RESULTS, type RequiresResult } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { ConfigSchema } from './config.ts'
import { ApprovalSchema, decision } from './decision.ts'
import { PATH_PATTERN, TEMPLATE_PATTERN } from './patterns.ts'
import { closed, expressionSchema, type InputDocument, InputsSchema, nameSchema, typed } from './words.ts'

/** The keys that every stage has. */
export const shared = {
  name: nameSchema(
    'The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.',
  ),
  description: Type.Optional(Type.String({ description: 'What the stage is for.' })),
  requires: Type.Optional(
    typed<string | readonly string[]>({
      type: ['string', 'array'],
      pattern: PATH_PATTERN,
      items: { type: 'string', pattern: PATH_PATTERN },
      description:
        'The stages that must end before this one starts: names of neighbours, or paths such as `checks.lint`. Without it a top-level stage starts at once, and a stage inside a branch waits for the one before it; `[]` opts out.',
    }),
  ),
  requires_result: Type.Optional(
    typed<RequiresResult>({
      type: 'string',
      enum: [...REQUIRES_RESULTS],
      description:
        'What the required stages must have come to; anything else skips this stage. `succeeded` (default): every one succeeded. `finished`: every one ended, however. `failed`: at least one failed.',
    }),
  ),
  when: Type.Optional(
    expressionSchema(
      'CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.',
    ),
  ),
}

export const AgentStageSchema = Type.Object(
  {
    ...shared,
    type: Type.Optional(typed<'agent'>({ description: 'An agent does work. The default.' })),
    template: Type.Optional(
      Type.String({
        pattern: TEMPLATE_PATTERN,
        description:
          'The template of the agent: `name`, or `name@range` with a semver range. Default: `default`.',
      }),
    ),
    config: Type.Optional(ConfigSchema),
    approval: Type.Optional(ApprovalSchema),
  },
  { ...closed, description: 'A stage in which an agent does work.' },
)

export const GateStageSchema = Type.Object(
  {
    ...shared,
    type: Type.Literal('gate', { description: 'Waits until people decide.' }),
    gate_type: Type.Optional(
      typed<(typeof GATE_TYPES)[number]>({
        type: 'string',
        enum: [...GATE_TYPES],
        description:
          '`approval` (default): one rejection rejects. `consensus`: it passes or fails by the count alone.',
      }),
    ),
    ...decision,
    send_back_to: Type.Optional(
      Type.Array(Type.String({ pattern: PATH_PATTERN }), {
        minItems: 1,
        uniqueItems: true,
        description:
          'The agent stages before the gate that plan anew when it is sent back. Default: those that it requires itself.',
      }),
    ),
    form: Type.Optional(
      typed<Readonly<Record<string, InputDocument>>>({
        ...InputsSchema,
        description: 'What an approver fills in, by name, as for inputs: the outputs of the gate.',
      }),
    ),
  },
  { ...closed, description: 'A stage that waits for people to decide.' },
)

export type AgentStage = Static<typeof AgentStageSchema>
export type GateStage = Static<typeof GateStageSchema>
