import { GATE_TYPES, REQUIRES_RESULTS, type RequiresResult } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { ConfigSchema } from './config.ts'
import { PATH_PATTERN, QUORUM_PATTERN, TEMPLATE_PATTERN } from './patterns.ts'
import { closed, durationSchema, expressionSchema, nameSchema, typed } from './words.ts'

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
  },
  { ...closed, description: 'A stage in which an agent does work.' },
)

const approvers = (description: string) =>
  Type.Array(Type.String({ pattern: '^[^\\s,]{1,128}$' }), { minItems: 1, uniqueItems: true, description })

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
    approvers: Type.Optional(
      approvers('Who decides: names, or `role:NAME`. Without it, anyone who may vote at all.'),
    ),
    quorum: Type.Optional(
      typed<'any' | 'all' | number>({
        type: ['string', 'integer'],
        pattern: QUORUM_PATTERN,
        minimum: 1,
        maximum: 1_000,
        description:
          'How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus.',
      }),
    ),
    timeout: Type.Optional(durationSchema('How long it waits. Default: 24h.')),
    on_timeout: Type.Optional(
      typed<'reject' | 'escalate'>({
        type: 'string',
        enum: ['reject', 'escalate'],
        description:
          'What happens then: `reject` (default), or `escalate` to further approvers for the same time again.',
      }),
    ),
    escalate_to: Type.Optional(approvers('The further approvers of `on_timeout: escalate`.')),
    allow_author: Type.Optional(
      Type.Boolean({ description: 'Whether whoever started the run may vote. Default: false.' }),
    ),
    message: Type.Optional(
      Type.String({
        maxLength: 4_096,
        description: 'What voters are asked. It may hold `${{ CEL }}` over `inputs` and `item`.',
      }),
    ),
  },
  { ...closed, description: 'A stage that waits for people to decide.' },
)

export type AgentStage = Static<typeof AgentStageSchema>
export type GateStage = Static<typeof GateStageSchema>
