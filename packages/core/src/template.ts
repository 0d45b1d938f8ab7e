import type { EffectDeclaration } from './declared-effect.ts'
import type { Json } from './json.ts'
import type { SandboxSpec } from './sandbox.ts'
import type { Tier } from './tier.ts'

/** A program that an agent needs on the worker's PATH. */
export interface Binary {
  readonly name: string
  /** A semver range, or null when any version will do. */
  readonly version: string | null
  /** The argv that prints the version; the first x.y or x.y.z in its output counts. */
  readonly versionCommand: readonly string[]
  /** CEL over `inputs`: needed only when true; null means always. */
  readonly when: string | null
  /** One sentence on how to get it. */
  readonly install: string | null
}

export const INPUT_TYPES = ['string', 'number', 'integer', 'boolean', 'list', 'object'] as const
export type InputType = (typeof INPUT_TYPES)[number]

/** What a pipeline or a template says of one of its inputs. */
export interface InputSpec {
  readonly type: InputType
  readonly description: string | null
  readonly required: boolean
  readonly default: Json | undefined
  readonly enum: readonly Json[] | null
  readonly pattern: string | null
}

/** The phases for which a template may bring a command. */
export const COMMAND_PHASES = ['plan', 'execute', 'verify'] as const
export type CommandPhase = (typeof COMMAND_PHASES)[number]

/** Of one file of a template, and of all of them, in bytes: every brief carries them. */
export const MAX_TEMPLATE_FILE_BYTES = 64 * 1024
export const MAX_TEMPLATE_BYTES = 160 * 1024

/** A named, versioned agent definition. Its digest covers all of it. */
export interface Template {
  readonly name: string
  readonly version: string
  readonly description: string | null
  /** The highest tier a stage may run it at without a gate before it. */
  readonly tier: Tier
  /** The highest tier that any stage may run it at, whoever approves; absent when that is 4. */
  readonly maxTier?: Tier
  readonly inputs: Readonly<Record<string, InputSpec>>
  readonly binaries: readonly Binary[]
  /** An argv per phase; no shell unless the argv names one. */
  readonly commands: Readonly<Partial<Record<CommandPhase, readonly string[]>>>
  /** The argv of one program that takes part in all phases by the agent protocol, instead of commands; null without one. */
  readonly agent: readonly string[] | null
  /** Processes of `agent` that each worker keeps started ahead; absent for none. */
  readonly warm?: number
  readonly env: Readonly<Record<string, string>>
  /** Texts that every command finds beside each other, by path; an argument that is such a path is given as its place. */
  readonly files: Readonly<Record<string, string>>
  /** Names of outputs that EXECUTE promises to write. */
  readonly outputs: readonly string[]
  readonly sandbox: SandboxSpec
  /** What its agents may ask their host to do; absent when nothing. */
  readonly effects?: readonly EffectDeclaration[]
  readonly digest: string
}
