import { ERROR_KIND_PATTERN, type Json, LIMITED_PHASES, TIERS, type Tier } from '@muster/core'
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

const count = (description: string) => ({ type: 'integer', minimum: 1, maximum: 1_000, description })
const amount = (description: string) => ({
  type: 'integer',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description,
})

export interface BudgetDocument {
  readonly errors?: number
  readonly kinds?: Readonly<Record<string, number>>
  readonly attempts?: Readonly<Partial<Record<(typeof LIMITED_PHASES)[number], number>>>
  readonly time?: string
  readonly output_bytes?: number
  readonly tokens?: number
  readonly cost?: number
  readonly clarifications?: number
}

const BudgetSchema = typed<number | BudgetDocument>({
  type: ['integer', 'object'],
  minimum: 1,
  maximum: 1_000,
  properties: {
    errors: count('Errors of all kinds.'),
    kinds: {
      type: 'object',
      propertyNames: { pattern: ERROR_KIND_PATTERN },
      additionalProperties: { type: 'integer', minimum: 1, maximum: 1_000 },
      description:
        'Errors of one kind: the code of a fault such as `MUSTER_AGENT_FAILED`, `timed_out`, or a kind that the agent reports.',
    },
    attempts: {
      type: 'object',
      properties: Object.fromEntries(
        LIMITED_PHASES.map((phase) => [phase, count(`Attempts of ${phase.toUpperCase()}.`)]),
      ),
      ...closed,
      description: 'Attempts of one phase, the first included.',
    },
    time: durationSchema('How long its attempts may take in all, without the waits between them.'),
    output_bytes: amount('Bytes that its program may write to its output and error streams.'),
    tokens: amount('Model tokens, where they are reported.'),
    cost: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'What the model may cost, where that is reported, in the currency of the report.',
    },
    clarifications: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      description: 'Clarifications before the agent is revoked. Default: 2.',
    },
  },
  ...closed,
  description:
    'What the agent may spend before its plan must be clarified: a number of errors, or limits in detail. What is not named has no limit.',
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
