import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Brief, CommandPhase, JsonObject, Outcome } from '@muster/core'
import { captureOf } from './capture.ts'
import { excessOf, MAX_STREAM_BYTES } from './excess.ts'
import { findBinary } from './find-binary.ts'
import { readObject } from './json-file.ts'
import { layTemplate } from './lay-template.ts'
import { failed, type PhaseRun } from './phase-run.ts'
import { programEnv } from './program-env.ts'
import { quoted } from './quoted.ts'
import { describeEnd, runProgram } from './run-program.ts'
import type { StepResult } from './run-step.ts'
import { wallsOf } from './walls.ts'

/** What an agent may put out: the rest of an outcome's bound is for Muster's own words. */
const MAX_OUTPUT_BYTES = 48 * 1024

/** Runs a template's command for the current phase. */
export async function runCommand(
  run: PhaseRun,
  brief: Brief,
  command: { readonly phase: CommandPhase; readonly argv: readonly string[] },
  planned: JsonObject,
): Promise<StepResult> {
  const { job, host, workspace } = run
  const [program = ''] = command.argv
  if (!program.includes('/') && (await findBinary(program, host.path)) === null)
    return ended(
      failed(
        'MUSTER_BINARY_MISSING',
        { binary: program, version: `for ${command.phase}`, install: 'Put it on the PATH of the worker.' },
        { retryable: false },
      ),
    )

  const files = {
    input: join(workspace.given, 'input.json'),
    output: join(workspace.out, `${command.phase}.json`),
  }
  const { inputs, needs } = brief
  await writeFile(
    files.input,
    JSON.stringify({ inputs, needs, ...planned, clarification: job.clarification }),
  )
  await rm(files.output, { force: true, recursive: true })

  const capture = captureOf(run)
  const argv = await layTemplate(workspace, brief.template, command.argv)
  const startedAt = host.clock()
  const walls = wallsOf(run, brief)
  const flood = new AbortController()
  let streamed = 0
  const end = await runProgram(host.launcher, {
    argv,
    cwd: workspace.work,
    env: programEnv(run, brief, files),
    walls,
    signal: run.signal,
    killed: AbortSignal.any([host.signal, flood.signal]),
    onOutput(stream, chunk) {
      streamed += chunk.length
      if (streamed > MAX_STREAM_BYTES) flood.abort()
      run.meter.output(chunk.length)
      capture.write(stream, chunk)
    },
  })
  const said = await capture.end()
  const how = describeEnd(end)
  const facts = { command: program.slice(0, 200), ended: how, durationMs: host.clock() - startedAt, ...said }

  if (run.signal.aborted) return ended({ kind: 'timed_out', record: facts })
  const excess = excessOf(end, streamed, walls.limits)
  if (excess !== null)
    return ended(
      failed('MUSTER_AGENT_LIMIT', { phase: job.phase, ...excess }, { retryable: true, record: facts }),
    )
  if (end.code !== 0)
    return ended(
      failed(
        'MUSTER_AGENT_FAILED',
        { phase: job.phase, how, words: quoted(said.stderr.at(-1)), run: job.run },
        { retryable: true, record: facts },
      ),
    )
  const written = await readObject(files.output, MAX_OUTPUT_BYTES)
  if (written.kind === 'problem')
    return ended(
      failed(
        'MUSTER_AGENT_OUTPUT',
        { phase: job.phase, problem: written.problem },
        { retryable: false, record: facts },
      ),
    )
  return { kind: 'done', output: written.kind === 'object' ? written.object : null, facts }
}

function ended(outcome: Outcome): StepResult {
  return { kind: 'ended', outcome }
}
