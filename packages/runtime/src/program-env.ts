import type { Brief, Json } from '@muster/core'
import { templateDirectory } from './lay-template.ts'
import type { PhaseHost, PhaseRun } from './phase-run.ts'
import type { Workspace } from './workspace.ts'

/** The kernel refuses a single string of 128 KiB; what is left out here is still in the file of MUSTER_INPUT. */
const MAX_VALUE_BYTES = 32 * 1024
const MAX_INPUTS_BYTES = 256 * 1024

/** What every program sees, and nothing of the worker's own environment. */
export function baseEnv(host: PhaseHost, workspace: Workspace): Record<string, string> {
  return {
    PATH: host.path,
    HOME: workspace.work,
    LANG: 'C.UTF-8',
    TMPDIR: workspace.temp,
    ...host.env,
    MUSTER_PROJECT_DIR: host.project,
  }
}

/** What a program sees that may be started before its agent: nothing of a run. */
export function warmEnv(host: PhaseHost, workspace: Workspace, brief: Brief): Record<string, string> {
  const chosen = Object.entries({ ...brief.template.env, ...brief.node.env })
  return {
    ...baseEnv(host, workspace),
    ...Object.fromEntries(chosen.filter(([name]) => !name.startsWith('MUSTER_'))),
    MUSTER_TIER: String(brief.tier),
    MUSTER_ARTIFACTS: workspace.artifacts,
    MUSTER_TEMPLATE_DIR: templateDirectory(workspace),
  }
}

/**
 * What a program sees of its agent, in all its phases. Names that start with MUSTER_ cannot be overridden. Where
 * processes are started ahead, those that are not see the same.
 */
export function agentEnv({ job, host, agent, workspace }: PhaseRun, brief: Brief): Record<string, string> {
  const env = warmEnv(host, workspace, brief)
  if (brief.template.warm !== undefined) return env
  return {
    ...env,
    ...inputEnv(brief.inputs),
    MUSTER_RUN: job.run,
    MUSTER_STAGE: job.stage,
    MUSTER_AGENT: agent,
  }
}

/** The whole environment of a template's command. */
export function programEnv(
  run: PhaseRun,
  brief: Brief,
  files: { readonly input: string; readonly output: string },
): Record<string, string> {
  const { job } = run
  return {
    ...agentEnv(run, brief),
    ...small('MUSTER_CLARIFICATION', job.clarification === null ? null : JSON.stringify(job.clarification)),
    MUSTER_PHASE: job.phase,
    MUSTER_ATTEMPT: String(job.attempt),
    MUSTER_INPUT: files.input,
    MUSTER_OUTPUT: files.output,
  }
}

/** `MUSTER_INPUT_<NAME>` for each input: texts as they are, lists and objects as JSON, null as nothing. */
export function inputEnv(inputs: Readonly<Record<string, Json>>): Record<string, string> {
  const env: Record<string, string> = {}
  let room = MAX_INPUTS_BYTES
  for (const [name, value] of Object.entries(inputs)) {
    const variable = `MUSTER_INPUT_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
    const added = small(variable, textOf(value))
    room -= Buffer.byteLength(added[variable] ?? '')
    if (room >= 0) Object.assign(env, added)
  }
  return env
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value
  return value === null ? '' : JSON.stringify(value)
}

function small(name: string, value: string | null): Record<string, string> {
  if (value === null || value.includes('\0') || Buffer.byteLength(value) > MAX_VALUE_BYTES) return {}
  return { [name]: value }
}
