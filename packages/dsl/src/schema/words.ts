import { DURATION_PATTERN, INPUT_TYPES, type Json } from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { MAX_EXPRESSION, NAME_PATTERN } from './patterns.ts'

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
export type JsonSchema = Readonly<Record<string, unknown>>

const ENV_PATTERN = '^[A-Za-z_][A-Za-z0-9_]*$'

export const nameSchema = (description: string) => Type.String({ pattern: NAME_PATTERN, description })
export const durationSchema = (description: string) =>
  Type.String({ pattern: DURATION_PATTERN, description, examples: ['30m', '1h30m'] })
export const expressionSchema = (description: string) =>
  Type.String({ minLength: 1, maxLength: MAX_EXPRESSION, description })
export const closed = { additionalProperties: false } as const

/** A schema whose TypeScript type is told rather than inferred: several JSON types in one place, without anyOf. */
export const typed = <T>(schema: object) => Type.Unsafe<T>(schema)

export const EnvSchema = typed<Readonly<Record<string, string>>>({
  type: 'object',
  propertyNames: { pattern: ENV_PATTERN },
  additionalProperties: { type: 'string' },
  description:
    'Environment variables for the commands. A value may hold `${{ CEL }}` over `inputs` and `item`. Never put a secret here.',
})

const InputSchema = Type.Object(
  {
    type: Type.Unsafe<(typeof INPUT_TYPES)[number]>({
      type: 'string',
      enum: [...INPUT_TYPES],
      description: 'What kind of value it takes.',
    }),
    description: Type.Optional(Type.String({ description: 'What the value is for.' })),
    required: Type.Optional(
      Type.Boolean({
        description: 'Whether a value must be given. Default: true, unless there is a default.',
      }),
    ),
    default: Type.Optional(Type.Unsafe<Json>({ description: 'The value when none is given.' })),
    enum: Type.Optional(
      Type.Array(Type.Unsafe<Json>({}), { minItems: 1, description: 'The only values allowed.' }),
    ),
    pattern: Type.Optional(
      Type.String({
        maxLength: 512,
        description: 'A regular expression (RE2) that the whole or part of a string must match.',
      }),
    ),
  },
  { ...closed, description: 'One input: its type, and what values it accepts.' },
)
export type InputDocument = Static<typeof InputSchema>

export const InputsSchema = typed<Readonly<Record<string, InputDocument>>>({
  type: 'object',
  propertyNames: { pattern: NAME_PATTERN },
  additionalProperties: InputSchema,
  description: 'What may or must be given when it is started, by name.',
})
