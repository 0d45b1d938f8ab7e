import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  AGENT_PHASES_ORDERED,
  type AgentNode,
  type Brief,
  type Json,
  type JsonObject,
  type LogLine,
  type Need,
  type Outcome,
  type Template,
  type Tier,
  WITHOUT_LIMIT,
  type WorkPhase,
} from '@muster/core'
import { parseTemplate, type TemplateSource, templateSource } from '@muster/dsl'
import { createAgents, createArtifacts, NO_EFFECTS, runPhase } from '@muster/runtime'
import { onTestFinished } from 'vitest'
import { sandboxed } from '../../../../test/support/launcher.ts'
import { SILENT } from './shop.ts'

export const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
const SYSTEM_PATH = `${dirname(process.execPath)}:/usr/bin:/bin`

/** The templates that Muster ships. Throws when one has a fault. */
async function shippedTemplates(): Promise<TemplateSource> {
  const directory = join(ROOT, 'templates')
  const templates: Template[] = []
  for (const file of (await readdir(directory)).filter((name) => name.endsWith('.yaml'))) {
    const read = (path: string) => readFileSync(join(directory, path))
    const parsed = parseTemplate(await readFile(join(directory, file)), { file, read })
    if (parsed.template === null) throw new Error(JSON.stringify(parsed.problems, null, 2))
    templates.push(parsed.template)
  }
  return templateSource(templates)
}

export interface Walk {
  /** By phase; EXIT is always there. */
  readonly outcomes: Partial<Record<WorkPhase, Outcome>>
  readonly outputs: Readonly<Record<string, Json>>
  readonly lines: readonly string[]
  /** The text of an artifact by its path, or null. */
  artifact(path: string): Promise<string | null>
}

export interface WalkOptions {
  readonly needs?: Readonly<Record<string, Need>>
  /** That of the template unless given. */
  readonly tier?: Tier
  /** Called after each phase, with the workspace of the agent. */
  readonly between?: (phase: WorkPhase, workspace: string) => Promise<void>
}

/** A directory in which agents of shipped templates work, without a store. */
export async function openProject(rest: { readonly path?: (directory: string) => string } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'muster-project-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const artifacts = createArtifacts(join(directory, '.muster', 'artifacts'))
  const agents = createAgents()
  onTestFinished(() => agents.stop())
  const templates = await shippedTemplates()
  const path = rest.path === undefined ? SYSTEM_PATH : `${rest.path(directory)}:${SYSTEM_PATH}`

  /** Walks an agent from BOOTSTRAP to EXIT; after a failure it goes on with PACKAGE, as the planner does. */
  async function walk(name: string, given: JsonObject, rest: WalkOptions = {}): Promise<Walk> {
    const { needs = {}, between = () => Promise.resolve() } = rest
    const template = templates.find(name, null)
    if (template === null) throw new Error(`there is no template ${name}`)
    const inputs = Object.fromEntries(
      Object.entries(template.inputs).map(([key, spec]) => [key, spec.default ?? null]),
    )
    // The planner leaves out the binaries that are not needed.
    const binaries = given['target'] === 'real' ? template.binaries : []
    const brief = await artifacts.put(
      JSON.stringify({
        pipeline: 'test',
        node: { env: {} } as AgentNode,
        tier: rest.tier ?? template.tier,
        template: { ...template, binaries },
        inputs: { ...inputs, ...given },
        needs,
      } satisfies Brief),
    )
    const outcomes: Partial<Record<WorkPhase, Outcome>> = {}
    const lines: LogLine[] = []
    let checkpoint: string | null = null
    let ending: { readonly status: 'failed'; readonly reason: string } | null = null
    for (const [index, phase] of AGENT_PHASES_ORDERED.entries()) {
      if (ending !== null && index < AGENT_PHASES_ORDERED.indexOf('PACKAGE')) continue
      const outcome = await runPhase(
        {
          tenant: 'default',
          project: 'default',
          run: 'r1',
          stage: name,
          phase,
          attempt: 1,
          fence: index + 1,
          settled: index,
          tier: rest.tier ?? template.tier,
          brief,
          planDigest: null,
          checkpoint,
          timeoutMs: 60_000,
          ending,
          clarification: null,
          budget: WITHOUT_LIMIT,
        },
        {
          artifacts,
          workspaces: join(directory, '.muster', 'agents'),
          worker: 'w1',
          path,
          launcher: (await sandboxed()).launcher,
          project: directory,
          hidden: [join(directory, '.muster')],
          env: {},
          log: SILENT,
          agents,
          effects: NO_EFFECTS,
          signal: new AbortController().signal,
          clock: Date.now,
          emit: (batch) => void lines.push(...batch),
        },
      )
      outcomes[phase] = outcome
      if (outcome.kind !== 'succeeded') ending ??= { status: 'failed', reason: phase }
      await between(phase, join(directory, '.muster', 'agents', `r1.${name}`))
    }
    const executed = outcomes.EXECUTE
    return {
      outcomes,
      outputs: executed?.kind === 'succeeded' ? (executed.outputs ?? {}) : {},
      lines: lines.map(({ text }) => text),
      async artifact(file) {
        const manifest = outcomes.PACKAGE?.record['manifest']
        const text = Buffer.from(await artifacts.get(manifest as string)).toString()
        const { files } = JSON.parse(text) as { files: { path: string; sha256: string }[] }
        const found = files.find((each) => each.path === `artifacts/${file}`)
        return found === undefined
          ? null
          : Buffer.from(await artifacts.get(`sha256:${found.sha256}`)).toString()
      },
    }
  }
  return { directory, templates, walk }
}

/** The phase in which a walk went wrong and the fault, or null when every phase succeeded. */
export function firstFault(walk: Walk): readonly [WorkPhase, string] | null {
  for (const phase of AGENT_PHASES_ORDERED) {
    const outcome = walk.outcomes[phase]
    if (outcome?.kind === 'failed') return [phase, `${outcome.fault.message} ${outcome.fault.hint ?? ''}`]
    if (outcome?.kind === 'timed_out') return [phase, 'timed out']
  }
  return null
}
