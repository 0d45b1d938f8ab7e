import type { Brief, JsonObject, Outcome } from '@muster/core'
import type { Breach } from '@muster/core/protocol'
import type { Capture } from '../capture.ts'
import { findBinary } from '../find-binary.ts'
import { layTemplate } from '../lay-template.ts'
import { failed, type PhaseRun } from '../phase-run.ts'
import { agentEnv } from '../program-env.ts'
import { quoted } from '../quoted.ts'
import { describeEnd } from '../run-program.ts'
import { wallsOf } from '../walls.ts'
import { adoptWarm } from './adopt-warm.ts'
import { type AgentProcess, startAgentProcess } from './agent-process.ts'

export type Reached =
  | { readonly kind: 'reached'; readonly process: AgentProcess }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** The process of an agent: the one that it has on this worker, or a new one that shook hands. */
export async function reachAgent(
  run: PhaseRun,
  brief: Brief,
  argv: readonly string[],
  capture: Capture,
): Promise<Reached> {
  const { job, host, agent, workspace } = run
  const kept = host.agents.take(agent)
  if (kept !== null) return { kind: 'reached', process: kept }
  const warm = job.phase === 'BOOTSTRAP' ? await adoptWarm(run, brief, argv) : null
  if (warm !== null) {
    host.agents.add(agent, job.fence, warm)
    return { kind: 'reached', process: warm }
  }

  const [program = ''] = argv
  if (!program.includes('/') && (await findBinary(program, host.path)) === null) {
    const known = brief.template.binaries.find(({ name }) => name === program)
    const install = known?.install ?? `Put \`${program}\` on the PATH of the worker.`
    const facts = { binary: program, version: known?.version ?? 'for its program', install }
    return { kind: 'ended', outcome: failed('MUSTER_BINARY_MISSING', facts, { retryable: false }) }
  }
  const started = await startAgentProcess(
    host.launcher,
    {
      argv: await layTemplate(workspace, brief.template, argv),
      env: agentEnv(run, brief),
      walls: wallsOf(run, brief),
      workspace,
    },
    {
      stop: run.signal,
      heard: (chunk) => capture.write('stderr', chunk),
      patience: host.agents.patience,
    },
  )
  switch (started.kind) {
    case 'started':
      host.agents.add(agent, job.fence, started.process)
      return { kind: 'reached', process: started.process }
    case 'breach':
      return { kind: 'ended', outcome: broke(run, started.breach, await factsOf(capture)) }
    case 'gone': {
      const said = await capture.end()
      const reason = `its process ended with ${describeEnd(started.end)}${quoted(said.stderr.at(-1))}`
      return { kind: 'ended', outcome: unsuccessful(run, reason, true, { ...said }) }
    }
  }
}

/** The outcome of an agent that broke the protocol. */
export function broke(run: PhaseRun, breach: Breach, record: JsonObject): Outcome {
  const facts = { phase: run.job.phase, problem: breach.problem }
  return failed('MUSTER_AGENT_PROTOCOL', facts, {
    retryable: true,
    record: { ...record, broke: breach.kind },
  })
}

/** The outcome of an agent that did not do what it was asked for. */
export function unsuccessful(run: PhaseRun, reason: string, retryable: boolean, record: JsonObject): Outcome {
  const facts = { phase: run.job.phase, reason: reason.replace(/[.\s]+$/, ''), run: run.job.run }
  return failed('MUSTER_AGENT_UNSUCCESSFUL', facts, { retryable, record })
}

async function factsOf(capture: Capture): Promise<JsonObject> {
  return { ...(await capture.end()) }
}
