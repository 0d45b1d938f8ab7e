import { type Json, TIERS, type Tier } from '@muster/core'
import { Type } from '@sinclair/typebox'
import { closed, durationSchema, EnvSchema, typed } from './words.ts'

const RetriesSchema = typed<
  number | { max: number; backoff?: 'fixed' | 'exponential'; delay?: string; max_delay?: string }
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

const BudgetSchema = typed<number | { errors: number; clarifications?: number }>({
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
