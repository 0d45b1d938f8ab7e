import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Brief, CommandPhase, JsonObject, Outcome } from '@muster/core'
import { createCapture } from './capture.ts'
import { excessOf, MAX_STREAM_BYTES } from './excess.ts'
import { findBinary } from './find-binary.ts'
import { readObject } from './json-file.ts'
import { failed, type PhaseRun } from './phase-run.ts'
import { programEnv } from './program-env.ts'
import { describeEnd, runProgram } from './run-program.ts'
import { wallsOf } from './walls.ts'

/** What an agent may put out: the rest of an outcome's bound is for Muster's own words. */
const MAX_OUTPUT_BYTES = 48 * 1024

export type CommandResult =
  | {
      readonly kind: 'done'
      /** What it wrote to MUSTER_OUTPUT; null when nothing. */
      readonly output: JsonObject | null
      /** How it went, for the record. */
      readonly facts: JsonObject
    }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** Runs a template's command for the current phase. Its failure is an outcome, not an error. */
export async function runCommand(
  run: PhaseRun,
  brief: Brief,
  command: { readonly phase: CommandPhase; readonly argv: readonly string[] },
  planned: JsonObject,
): Promise<CommandResult> {
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

  const { stage, phase, attempt } = job
  const capture = createCapture({
    stage,
    phase,
    attempt,
    file: workspace.log,
    clock: () => host.clock(),
    emit: (lines) => host.emit(lines),
  })
  const startedAt = host.clock()
  const walls = wallsOf(run, brief)
  const flood = new AbortController()
  let written = 0
  const end = await runProgram(host.launcher, {
    argv: command.argv,
    cwd: workspace.work,
    env: programEnv(run, brief, files),
    walls,
    signal: run.signal,
    killed: AbortSignal.any([host.signal, flood.signal]),
    onOutput(stream, chunk) {
      written += chunk.length
      if (written > MAX_STREAM_BYTES) flood.abort()
      capture.write(stream, chunk)
    },
  })
  const said = await capture.end()
  const how = describeEnd(end)
  const facts = { command: program.slice(0, 200), ended: how, durationMs: host.clock() - startedAt, ...said }

  if (run.signal.aborted) return ended({ kind: 'timed_out', record: facts })
  const excess = excessOf(end, written, walls.limits)
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

/** The last thing a program said, as part of a sentence. */
function quoted(words: string | undefined): string {
  const text = words?.trim().replace(/[.\s]+$/, '') ?? ''
  return text === '' ? '' : `: ${text.length > 200 ? `${text.slice(0, 200)} …` : text}`
}

function ended(outcome: Outcome): CommandResult {
  return { kind: 'ended', outcome }
}
