import { GATE_TYPES, type Json, REQUIRES_RESULTS, type RequiresResult, TIERS, type Tier } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import {
  closed,
  durationSchema,
  EnvSchema,
  expressionSchema,
  nameSchema,
  PATH_PATTERN,
  TEMPLATE_PATTERN,
  typed,
} from './words.ts'

export const QUORUM_PATTERN = '^(any|all)$'

const STAGES = { type: 'array', minItems: 1, items: { $ref: '#/$defs/stage' } }
const stages = (description: string) => typed<StageList>({ ...STAGES, description })

const shared = {
  name: nameSchema('The name of the stage, unique among its neighbours. Inside a container its path is `container.name`.'),
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
    expressionSchema('CEL: the stage is skipped unless this is true. It reads `inputs`, `stages` and `item`.'),
  ),
}

export const RetriesSchema = typed<
  | number
  | { max: number; backoff?: 'fixed' | 'exponential'; delay?: string; max_delay?: string }
>({
  type: ['integer', 'object'],
  minimum: 0,
  maximum: 100,
  required: ['max'],
  properties: {
    max: { type: 'integer', minimum: 0, maximum: 100, description: 'Tries after the first.' },
    backoff: {
      type: 'string',
      enum: ['fixed', 'exponential'],
      description: 'Whether the wait between tries stays the same or doubles. Default: exponential.',
    },
    delay: durationSchema('The wait before the first retry. Default: 1s.'),
    max_delay: durationSchema('The longest wait between tries. Default: 5m.'),
  },
  ...closed,
  description: 'How often a failed phase is tried again: a number, or how in detail. Default: 0.',
})

export const BudgetSchema = typed<number | { errors: number; clarifications?: number }>({
  type: ['integer', 'object'],
  minimum: 1,
  maximum: 1_000,
  required: ['errors'],
  properties: {
    errors: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      description: 'Errors before the plan must be clarified.',
    },
    clarifications: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      description: 'Clarifications before the agent is revoked. Default: 1.',
    },
  },
  ...closed,
  description: 'How many errors the agent may make before its plan must be clarified.',
})

export const ConfigSchema = Type.Object(
  {
    tier: Type.Optional(
      typed<Tier>({
        type: 'integer',
        enum: [...TIERS],
        description:
          'What the agent may do: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward. Default: the tier of its template; above that, a gate must come first.',
      }),
    ),
    timeout: Type.Optional(durationSchema('How long the stage may take once a worker has it. Default: 30m.')),
    retries: Type.Optional(RetriesSchema),
    env: Type.Optional(EnvSchema),
    error_budget: Type.Optional(BudgetSchema),
    inputs: Type.Optional(
      typed<Readonly<Record<string, Json>>>({
        type: 'object',
        description:
          'Values for the inputs of the template. A text may hold `${{ CEL }}` over `inputs`, `stages` and `item`; alone it keeps its type.',
      }),
    ),
  },
  { ...closed, description: 'How the agent runs.' },
)

export const AgentStageSchema = Type.Object(
  {
    ...shared,
    type: Type.Optional(typed<'agent'>({ description: 'An agent does work. The default.' })),
    template: Type.Optional(
      Type.String({
        pattern: TEMPLATE_PATTERN,
        description: 'The template of the agent: `name`, or `name@range` with a semver range. Default: `default`.',
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
        description: 'How many must approve: `any`, `all` or a number. Default: `any` for approval, `all` for consensus.',
      }),
    ),
    timeout: Type.Optional(durationSchema('How long it waits. Default: 24h.')),
    on_timeout: Type.Optional(
      typed<'reject' | 'escalate'>({
        type: 'string',
        enum: ['reject', 'escalate'],
        description: 'What happens then: `reject` (default), or `escalate` to further approvers for the same time again.',
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
            stages: { ...STAGES, description: 'The stages of the branch, in sequence.' },
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
    stages: Type.Optional(stages('With `foreach`: the stages that run for each element, in sequence.')),
    max_concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'How many branches may run at once. Default: all.' }),
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
    then: Type.Optional(stages('The stages that run in sequence when `if` is true.')),
    else: Type.Optional(stages('The stages that run in sequence when `if` is false.')),
  },
  { ...closed, description: 'A stage that runs one of two branches.' },
)

export type AgentStage = Static<typeof AgentStageSchema>
export type GateStage = Static<typeof GateStageSchema>
export type ParallelStage = Static<typeof ParallelStageSchema>
export type ConditionStage = Static<typeof ConditionStageSchema>
export type Stage = AgentStage | GateStage | ParallelStage | ConditionStage
export interface StageList extends ReadonlyArray<Stage> {}
export interface BranchList extends ReadonlyArray<StageList | { readonly name?: string; readonly stages: StageList }> {}
