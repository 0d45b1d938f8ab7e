import { EFFECT_VERBS, type EffectVerb, HTTP_METHODS } from '@muster/core'
import { HOST_PATTERN, ROOT_PATTERN, SECRET_PATTERN } from './patterns.ts'
import { closed, durationSchema, EnvSchema, nameSchema, typed } from './words.ts'

interface FileWriteDocument {
  readonly verb: 'file.write'
  readonly roots: readonly string[]
  readonly max_bytes?: number
  readonly irreversible?: boolean
}
interface CommandRunDocument {
  readonly verb: 'command.run'
  readonly commands: Readonly<Record<string, readonly string[]>>
  readonly env?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly timeout?: string
  readonly irreversible?: boolean
}
interface HttpRequestDocument {
  readonly verb: 'http.request'
  readonly hosts: readonly string[]
  readonly methods?: readonly string[]
  readonly private?: boolean
  readonly secrets?: readonly string[]
  readonly timeout?: string
  readonly irreversible?: boolean
}
interface ModelCompleteDocument {
  readonly verb: 'model.complete'
  readonly max_tokens?: number
  readonly timeout?: string
}
export type EffectDocument =
  | FileWriteDocument
  | CommandRunDocument
  | HttpRequestDocument
  | ModelCompleteDocument

const secrets = (description: string) => ({
  type: 'array',
  minItems: 1,
  maxItems: 16,
  uniqueItems: true,
  items: { type: 'string', pattern: SECRET_PATTERN },
  description,
})

const irreversible = {
  type: 'boolean',
  description: 'Whether what it does cannot be changed back: then only tier 3 may. Default: false.',
}
const verb = { type: 'string', enum: [...EFFECT_VERBS], description: 'What may be done.' }

const SHAPES: Readonly<Record<EffectVerb, object>> = {
  'file.write': {
    required: ['roots'],
    properties: {
      verb,
      roots: {
        type: 'array',
        minItems: 1,
        maxItems: 64,
        items: { type: 'string', maxLength: 1_024, pattern: ROOT_PATTERN },
        description:
          'The directories below which files may be written: absolute, or below the directory Muster was started in.',
      },
      max_bytes: {
        type: 'integer',
        minimum: 1,
        maximum: 1_048_576,
        description: 'The largest file. Default: 1048576.',
      },
      irreversible,
    },
  },
  'command.run': {
    required: ['commands'],
    properties: {
      verb,
      commands: {
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: nameSchema('').pattern },
        additionalProperties: {
          type: 'array',
          minItems: 1,
          maxItems: 256,
          items: { type: 'string', maxLength: 65_536 },
        },
        description: 'The commands that may be run, by name, each as a list of arguments.',
      },
      env: { ...EnvSchema, description: 'Environment variables for the commands. Never put a secret here.' },
      secrets: secrets(
        'Names of secrets of the worker that the commands are given as environment variables, at tier 2 and above.',
      ),
      timeout: durationSchema('How long a command may take. Default: 1m.'),
      irreversible,
    },
  },
  'http.request': {
    required: ['hosts'],
    properties: {
      verb,
      hosts: {
        type: 'array',
        minItems: 1,
        maxItems: 256,
        items: { type: 'string', pattern: HOST_PATTERN },
        description:
          'The hosts that may be asked: `name`, or `name:port` for another than the usual port; `*` for every host.',
      },
      methods: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', enum: [...HTTP_METHODS] },
        description: 'The methods that may be used. Default: GET and HEAD.',
      },
      private: {
        type: 'boolean',
        description: 'Whether the hosts may be loopback or private addresses. Default: false.',
      },
      secrets: secrets(
        'Names of secrets of the worker that headers of requests may refer to, at tier 2 and above.',
      ),
      timeout: durationSchema('How long a request may take. Default: 30s.'),
      irreversible,
    },
  },
  'model.complete': {
    properties: {
      verb,
      max_tokens: {
        type: 'integer',
        minimum: 1,
        maximum: 32_000,
        description: 'The longest answer, in tokens of the model. Default: 4000.',
      },
      timeout: durationSchema('How long an answer may take. Default: 2m.'),
    },
  },
}

/** What agents of a template may ask their host to do. */
export const EffectsSchema = typed<readonly EffectDocument[]>({
  type: 'array',
  minItems: 1,
  maxItems: 64,
  items: {
    type: 'object',
    required: ['verb'],
    properties: { verb },
    allOf: EFFECT_VERBS.map((one) => ({
      if: { required: ['verb'], properties: { verb: { const: one } } },
      // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
      then: { ...SHAPES[one], ...closed },
    })),
  },
  description:
    'What agents may ask their host to do outside the workspace, when their plan and tier allow it.',
})
