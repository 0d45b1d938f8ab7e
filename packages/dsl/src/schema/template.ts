import {
  COMMAND_PHASES,
  type CommandPhase,
  NETWORKS,
  type Network,
  PROJECT_ACCESSES,
  type ProjectAccess,
  SIZE_PATTERN,
  TIERS,
  type Tier,
} from '@muster/core'
import { type Static, Type } from '@sinclair/typebox'
import { EffectsSchema } from './effect.ts'
import { FILE_PATTERN, NAME_PATTERN } from './patterns.ts'
import {
  closed,
  DIALECT,
  durationSchema,
  EnvSchema,
  expressionSchema,
  InputsSchema,
  type JsonSchema,
  nameSchema,
  typed,
} from './words.ts'

const argv = (description: string) =>
  Type.Array(Type.String({ maxLength: 65_536 }), { minItems: 1, maxItems: 256, description })

const BinarySchema = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$',
      description: 'The name of the program on the PATH.',
    }),
    version: Type.Optional(Type.String({ description: 'A semver range. Default: any version.' })),
    version_command: Type.Optional(
      argv('The command that prints the version. Default: the program with `--version`.'),
    ),
    when: Type.Optional(expressionSchema('CEL over `inputs` of the template: needed only when true.')),
    install: Type.Optional(Type.String({ description: 'One sentence on how to get it.' })),
  },
  { ...closed, description: 'A program that the agent needs.' },
)

const sizeSchema = (description: string) =>
  Type.String({ pattern: SIZE_PATTERN, description, examples: ['512MB', '2GB'] })

const SandboxSchema = Type.Object(
  {
    project: Type.Optional(
      typed<ProjectAccess>({
        type: 'string',
        enum: [...PROJECT_ACCESSES],
        description:
          'What the agent may do with the directory Muster was started in. Default: read. `write` counts at tiers 2 and 3.',
      }),
    ),
    network: Type.Optional(
      typed<Network>({
        type: 'string',
        enum: [...NETWORKS],
        description: 'Which network it may use. Default: none. `host` counts at tiers 2 and 3.',
      }),
    ),
    memory: Type.Optional(sizeSchema('The memory that all its processes may have together.')),
    processes: Type.Optional(
      Type.Integer({
        minimum: 4,
        maximum: 32_768,
        description: 'How many processes and threads it may have.',
      }),
    ),
    file_size: Type.Optional(sizeSchema('The size that a file it writes may have.')),
    cpu: Type.Optional(durationSchema('The processor time that each of its processes may take.')),
  },
  { ...closed, description: 'What the sandbox of the agent lets it do, as far as its tier allows it.' },
)

const PHASE_TEXT: Readonly<Record<CommandPhase, string>> = {
  plan: 'Writes the plan.',
  execute: 'Does what the plan says.',
  verify: 'Checks the results.',
}

const TemplateSchema = Type.Object(
  {
    name: nameSchema('The name that stages refer to.'),
    version: Type.String({ maxLength: 64, description: 'A semver version.', examples: ['1.0.0'] }),
    description: Type.Optional(Type.String({ description: 'What the agent does.' })),
    tier: typed<Tier>({
      type: 'integer',
      enum: [...TIERS],
      description:
        'The highest tier at which a stage may run it without a gate before: 0 observer, 1 drafter, 2 operator, 3 privileged, 4 steward.',
    }),
    max_tier: Type.Optional(
      typed<Tier>({
        type: 'integer',
        enum: [...TIERS],
        description: 'The highest tier at which any stage may run it, whoever approves. Default: 4.',
      }),
    ),
    inputs: Type.Optional(InputsSchema),
    binaries: Type.Optional(
      Type.Array(BinarySchema, { description: 'The programs that it needs; PREFLIGHT checks them.' }),
    ),
    commands: Type.Optional(
      typed<Readonly<Partial<Record<CommandPhase, readonly string[]>>>>({
        type: 'object',
        properties: Object.fromEntries(COMMAND_PHASES.map((phase) => [phase, argv(PHASE_TEXT[phase])])),
        ...closed,
        description: 'A command per phase, as a list of arguments. No shell unless the list names one.',
      }),
    ),
    sandbox: Type.Optional(SandboxSchema),
    files: Type.Optional(
      Type.Array(Type.String({ maxLength: 128, pattern: FILE_PATTERN }), {
        maxItems: 64,
        uniqueItems: true,
        description:
          'Texts that its commands use, as paths from the directory of the template. An argument that is such a path is given as the place of the file; all are below `MUSTER_TEMPLATE_DIR`.',
      }),
    ),
    agent: Type.Optional(
      argv(
        'The program of an agent that speaks the agent protocol, instead of `commands`. One process runs all phases.',
      ),
    ),
    warm: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 4,
        description:
          'How many processes of `agent` each worker keeps started for agents to come. Each works for one agent. Default: none.',
      }),
    ),
    env: Type.Optional(
      typed<Readonly<Record<string, string>>>({
        ...EnvSchema,
        description: 'Environment variables for the commands. Never put a secret here.',
      }),
    ),
    outputs: Type.Optional(
      Type.Array(Type.String({ pattern: NAME_PATTERN }), {
        uniqueItems: true,
        description: 'The outputs that EXECUTE promises to write.',
      }),
    ),
    effects: Type.Optional(EffectsSchema),
  },
  { ...closed, title: 'Muster template', description: 'A named, versioned definition of an agent.' },
)

/** A valid template, as written. */
export type TemplateDocument = Static<typeof TemplateSchema>

/** The JSON Schema of templates. */
export const TEMPLATE_SCHEMA: JsonSchema = {
  $schema: DIALECT,
  $id: 'urn:muster:template:1',
  ...TemplateSchema,
}
