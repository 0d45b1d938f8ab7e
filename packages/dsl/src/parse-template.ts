import {
  type Binary,
  DEFAULT_SANDBOX,
  digestOf,
  type Json,
  type Problem,
  parseDuration,
  parseSize,
  type SandboxSpec,
  type Template,
} from '@muster/core'
import valid from 'semver/functions/valid.js'
import { parseExpression } from './cel/expression.ts'
import { checkInputSpecs } from './check/inputs.ts'
import { effectDeclarations } from './effect-declarations.ts'
import { type Fault, fault, type Pointer } from './fault.ts'
import { specsOf } from './input-spec.ts'
import { listOf, recordOf, textOf } from './json.ts'
import { report } from './report.ts'
import type { TemplateDocument } from './schema/template.ts'
import { schemaFaults } from './schema/validate.ts'
import { didYouMean } from './suggest.ts'
import { readTemplateFiles } from './template-files.ts'
import { isRange } from './templates.ts'
import { boundsFor } from './yaml/bounds.ts'
import { readDocument } from './yaml/document.ts'

export type ParsedTemplate =
  | { readonly template: Template; readonly problems: readonly [] }
  | { readonly template: null; readonly problems: readonly Problem[] }

export interface TemplateOptions {
  /** The name of the document, for reports. */
  readonly file: string
  /** The bytes of a file of the template, by its path from where the document is; null when there is none. */
  readonly read?: (path: string) => Uint8Array | null
}

/** Reads a template. It never throws for bad input: every fault is reported at its place, in their order. */
export function parseTemplate(text: string | Uint8Array, options: TemplateOptions): ParsedTemplate {
  const { source, faults: textFaults, lines } = readDocument(text, boundsFor(text.length))
  const faults = source === null ? [] : faultsOf(source.data)
  if (source !== null && textFaults.length === 0 && faults.length === 0) {
    const document = source.data as unknown as TemplateDocument
    const { files, faults: ofFiles } = readTemplateFiles(document.files ?? [], options.read ?? (() => null))
    if (ofFiles.length === 0) return { template: templateOf(document, files), problems: [] }
    return { template: null, problems: report(options.file, lines, source, textFaults, ofFiles) }
  }
  return { template: null, problems: report(options.file, lines, source, textFaults, faults) }
}

function templateOf(document: TemplateDocument, files: Template['files']): Template {
  const template: Omit<Template, 'digest'> = {
    name: document.name,
    version: document.version,
    description: document.description ?? null,
    tier: document.tier,
    ...(document.max_tier === undefined ? {} : { maxTier: document.max_tier }),
    inputs: specsOf(document.inputs),
    binaries: (document.binaries ?? []).map(
      (binary): Binary => ({
        name: binary.name,
        version: binary.version ?? null,
        versionCommand: binary.version_command ?? [binary.name, '--version'],
        when: binary.when ?? null,
        install: binary.install ?? null,
      }),
    ),
    commands: document.commands ?? {},
    sandbox: sandboxOf(document.sandbox),
    agent: document.agent ?? null,
    env: document.env ?? {},
    files,
    outputs: document.outputs ?? [],
    ...(document.warm === undefined ? {} : { warm: document.warm }),
    ...(document.effects === undefined ? {} : { effects: effectDeclarations(document.effects) }),
  }
  return { ...template, digest: digestOf(template) }
}

function sandboxOf(document: TemplateDocument['sandbox'] = {}): SandboxSpec {
  const size = (text: string | undefined): number | null => (text === undefined ? null : parseSize(text))
  return {
    project: document.project ?? DEFAULT_SANDBOX.project,
    network: document.network ?? DEFAULT_SANDBOX.network,
    memoryBytes: size(document.memory),
    processes: document.processes ?? null,
    fileBytes: size(document.file_size),
    cpuMs: document.cpu === undefined ? null : parseDuration(document.cpu),
  }
}

function faultsOf(document: Json): readonly Fault[] {
  return [...schemaFaults('template', document), ...checkInputSpecs(document), ...checkVersions(document)]
}

function* checkVersions(document: Json): Generator<Fault> {
  const template = recordOf(document)
  if (template['agent'] !== undefined && Object.keys(recordOf(template['commands'])).length > 0)
    yield fault(
      ['agent'],
      'AGENT_OR_COMMANDS',
      'A template has a program for all phases, or commands, not both.',
      {
        on: 'key',
        expected: 'either `agent` or `commands`',
      },
    )
  const [tier, most] = [template['tier'], template['max_tier']]
  if (typeof tier === 'number' && typeof most === 'number' && most < tier)
    yield fault(['max_tier'], 'TIER_ABOVE_TEMPLATE', `It is below \`tier\`, which is ${tier}.`, {
      expected: `${tier} or more`,
    })
  if (template['warm'] !== undefined && template['agent'] === undefined)
    yield fault(['warm'], 'MISSING_KEY', 'There is no program that could be started ahead.', {
      on: 'key',
      expected: 'a program under `agent`',
    })
  const version = textOf(template['version'])
  if (version !== null && valid(version) !== version)
    yield fault(['version'], 'VERSION', `\`${version.slice(0, 64)}\` is not a semver version.`, {
      expected: 'three numbers, as in `1.0.0`',
    })
  const inputs = Object.keys(recordOf(template['inputs']))
  for (const [index, binary] of listOf(template['binaries']).entries()) {
    const at: Pointer = ['binaries', index]
    const range = textOf(recordOf(binary)['version'])
    if (range !== null && !isRange(range))
      yield fault([...at, 'version'], 'VERSION', `\`${range.slice(0, 64)}\` is not a semver range.`, {
        expected: 'a range such as `>=1.5` or `^2`',
      })
    const when = textOf(recordOf(binary)['when'])
    if (when !== null) yield* checkWhen([...at, 'when'], when, inputs)
  }
}

function* checkWhen(at: Pointer, source: string, inputs: readonly string[]): Generator<Fault> {
  const parsed = parseExpression(source)
  const expected = 'CEL over `inputs` of the template'
  if ('problem' in parsed) {
    yield fault(at, 'EXPRESSION', `The expression cannot be used: ${parsed.problem}.`, { expected })
    return
  }
  if (parsed.reads.item || parsed.reads.stages.length > 0)
    yield fault(at, 'EXPRESSION', 'A template knows its own inputs only.', { expected })
  for (const name of new Set(parsed.reads.inputs))
    if (!inputs.includes(name))
      yield fault(at, 'UNKNOWN_INPUT', `No input \`${name.slice(0, 64)}\` is declared.`, {
        expected,
        hint: () => didYouMean(name, inputs),
      })
}
