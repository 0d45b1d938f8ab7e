import type { Brief, CommandPhase, EffectDenial, Json, JsonObject, Outcome } from '@muster/core'
import { type AgentProtocolPhase, type Params, PROTOCOL_LIMITS, type Result } from '@muster/core/protocol'
import { type Capture, captureOf } from '../capture.ts'
import { jsonProblem } from '../json-file.ts'
import { failed, type PhaseRun } from '../phase-run.ts'
import { quoted } from '../quoted.ts'
import { describeEnd } from '../run-program.ts'
import type { StepResult } from '../run-step.ts'
import { sealPlan } from '../seal-plan.ts'
import type { AgentProcess } from './agent-process.ts'
import { lastCheckpoint } from './last-checkpoint.ts'
import { onAbort } from './on-abort.ts'
import { MAX_OUTPUT_BYTES, type Said } from './phase-state.ts'
import { broke, reachAgent, unsuccessful } from './reach-agent.ts'
import type { PhaseEnd, PhasePort } from './session.ts'
import { stageArtifact } from './stage-artifact.ts'

/** Lets an agent that speaks the protocol do its part of a phase; null when it takes no part in it. */
export async function runAgent(
  run: PhaseRun,
  brief: Brief,
  argv: readonly string[],
  phase: CommandPhase,
  given: JsonObject,
): Promise<StepResult | null> {
  const { host, agent, job } = run
  const capture = captureOf(run)
  let forget = (): void => {}
  try {
    const reached = await reachAgent(run, brief, argv, capture)
    if (reached.kind === 'ended') return reached
    forget = onAbort(host.signal, () => void host.agents.kill(agent))
    const { process } = reached
    if (!process.session.hello.capabilities.phases.includes(job.phase as AgentProtocolPhase)) return null
    return await ask(run, brief, process, phase, given, capture)
  } finally {
    forget()
    host.agents.put(agent)
  }
}

async function ask(
  run: PhaseRun,
  brief: Brief,
  process: AgentProcess,
  phase: CommandPhase,
  given: JsonObject,
  capture: Capture,
): Promise<StepResult> {
  const { host } = run
  const startedAt = host.clock()
  const deafen = process.listen((chunk) => {
    run.meter.output(chunk.length)
    capture.write('stderr', chunk)
  })
  const checkpoint = lastCheckpoint(run)
  const end = await process.session.run({
    params: paramsOf(run, brief, process, { given, checkpoint }),
    port: portOf(run, capture),
    outputBytes: PROTOCOL_LIMITS.outputBytes,
    signal: run.signal,
  })
  const last = await conclude(run, process, end)
  // What it wrote before it answered may come through the other pipe a moment later.
  await new Promise((resolve) => setImmediate(resolve))
  deafen()
  const said = await capture.end()
  const { name, version } = process.session.hello
  const facts: JsonObject = {
    agent: `${name} ${version}`.slice(0, 200),
    ended: end.kind,
    durationMs: host.clock() - startedAt,
    ...said,
    ...(end.said.checkpoint === null ? {} : { saved: end.said.checkpoint }),
  }
  if (run.signal.aborted) return { kind: 'ended', outcome: { kind: 'timed_out', record: facts } }
  const outcome = failureOf(
    run,
    end,
    last + quoted(end.kind === 'gone' ? said.stderr.at(-1) : undefined),
    facts,
  )
  if (outcome !== null) return { kind: 'ended', outcome }
  const output = outputOf(phase, end as PhaseEnd & { kind: 'answered' })
  const problem = output === null ? null : outputProblem(output)
  if (problem !== null)
    return {
      kind: 'ended',
      outcome: failed(
        'MUSTER_AGENT_OUTPUT',
        { phase: run.job.phase, problem },
        { retryable: false, record: facts },
      ),
    }
  return { kind: 'done', output, facts }
}

/** Kills a process that is of no more use; answers how it ended, as part of a sentence. */
async function conclude({ host, agent }: PhaseRun, process: AgentProcess, end: PhaseEnd): Promise<string> {
  switch (end.kind) {
    case 'answered':
    case 'refused':
      return ''
    case 'gone':
    case 'breach':
    case 'silent': {
      await host.agents.kill(agent)
      await process.kill()
      return describeEnd(await process.ended)
    }
  }
}

function failureOf(run: PhaseRun, end: PhaseEnd, how: string, facts: JsonObject): Outcome | null {
  switch (end.kind) {
    case 'answered': {
      const { ok, reason, retryable } = end.result
      return ok ? null : unsuccessful(run, reason ?? 'it did not say why', retryable ?? true, facts)
    }
    case 'refused':
      return unsuccessful(run, end.reason, true, facts)
    case 'breach':
      return broke(run, end.breach, facts)
    case 'gone':
      return unsuccessful(run, `its process ended with ${how}`, true, facts)
    case 'silent':
      return { kind: 'timed_out', record: facts }
  }
}

function outputOf(
  phase: CommandPhase,
  end: { readonly said: Said; readonly result: Result<'phase/run'> },
): JsonObject | null {
  const { said, result } = end
  switch (phase) {
    case 'plan':
      return (result.plan as JsonObject | undefined) ?? said.plan
    case 'execute':
      return { ...said.emitted, ...result.outputs }
    case 'verify': {
      const checks = { ...said.emitted, ...result.checks }
      return Object.keys(checks).length === 0 ? null : checks
    }
  }
}

function outputProblem(output: JsonObject): string | null {
  const bytes = Buffer.byteLength(JSON.stringify(output))
  return (
    jsonProblem(output) ??
    (bytes > MAX_OUTPUT_BYTES ? `it is ${bytes} bytes; at most ${MAX_OUTPUT_BYTES} fit` : null)
  )
}

function paramsOf(
  run: PhaseRun,
  brief: Brief,
  { workspace }: AgentProcess,
  { given, checkpoint }: { readonly given: JsonObject; readonly checkpoint: Json },
): Params<'phase/run'> {
  const { job, host, agent } = run
  const { inputs, needs, tier } = brief
  return {
    phase: job.phase as AgentProtocolPhase,
    agent: { id: agent, run: job.run, stage: job.stage, attempt: job.attempt, tier },
    input: {
      inputs,
      needs: needs as unknown as JsonObject,
      clarification: job.clarification as unknown as Json,
      ...given,
    },
    deadline: host.clock() + job.timeoutMs,
    budget: run.meter.left(),
    checkpoint,
    workspace: { work: workspace.work, artifacts: workspace.artifacts },
  }
}

/** Denials of what an agent should have known it may not do. */
const OVERSTEPS: readonly EffectDenial[] = ['undeclared', 'tier', 'phase', 'plan']

function portOf({ job, host, workspace, meter }: PhaseRun, capture: Capture): PhasePort {
  return {
    async effect({ verb, target, parameters, idempotencyKey }) {
      const answer = await host.effects.request({
        verb,
        target,
        parameters: parameters ?? {},
        key: idempotencyKey,
      })
      if (answer.decision === 'deny' && OVERSTEPS.includes(answer.code))
        meter.error(`effect.${answer.code}`, answer.reason)
      // What the host's model used the host knows; the record of an earlier answer costs nothing.
      if (answer.decision === 'allow' && !answer.recorded) meter.tokens(Number(answer.result['tokens'] ?? 0))
      return answer
    },
    stage: (file) => stageArtifact(workspace, file),
    digest: (plan) => sealPlan(job, plan).planDigest,
    report: (kind, message) => meter.error(kind, message),
    use({ tokens, cost }) {
      meter.tokens(tokens ?? 0)
      meter.cost(cost ?? 0)
    },
    received: (bytes) => meter.output(bytes),
    note: (text) => capture.write('stdout', Buffer.from(`${text}\n`)),
  }
}
