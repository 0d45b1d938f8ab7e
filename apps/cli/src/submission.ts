import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { MusterError, type SubmitBody } from '@muster/core'
import { checkInputs, coerceInputs, type Pipeline } from '@muster/dsl'
import type { Context } from './context.ts'
import { pipelinesOf } from './host/library.ts'
import { type Inputs, inputsOfJson, inputsOfPairs } from './inputs.ts'
import { parseHere } from './parse-here.ts'
import { readBytes } from './read-text.ts'
import { counted } from './render/problems.ts'

export interface GivenInputs {
  readonly input: readonly string[]
  readonly inputsJson?: string
}

/**
 * What `run FILE` submits: the text of the file, or a name that the server knows; inputs as the pipeline declares them.
 * A document is checked here first, so that its faults are told before anything is started. Throws
 * MUSTER_PIPELINE_INVALID, MUSTER_INPUTS_INVALID, MUSTER_FILE_UNREADABLE, MUSTER_USAGE.
 */
export async function readSubmission(
  context: Context,
  file: string,
  given: GivenInputs,
): Promise<SubmitBody> {
  const { cwd } = context.io
  if (isName(cwd, file)) return nameSubmission(context, file, given)
  const { pipeline, bytes } = await readPipeline(context, file, true)
  return { pipeline: new TextDecoder().decode(bytes), file, inputs: inputsFor(pipeline, given) }
}

/** A pipeline file, parsed: see `parseHere`. Throws MUSTER_PIPELINE_INVALID with its problems. */
export async function readPipeline(context: Context, file: string, mayStart: boolean) {
  const bytes = await readBytes(context.io.cwd, file)
  const { parsed, source } = await parseHere(context, bytes, file, mayStart)
  const { pipeline, problems } = parsed
  if (pipeline === null)
    throw new MusterError(
      'MUSTER_PIPELINE_INVALID',
      { count: counted(problems.length, 'fault'), file },
      problems,
    )
  return { pipeline, bytes, source }
}

/** The inputs given, as the pipeline declares them, checked. Throws MUSTER_INPUTS_INVALID, MUSTER_USAGE. */
export function inputsFor(pipeline: Pipeline, given: GivenInputs): Inputs {
  const inputs = bareInputs(given, (pairs) => coerceInputs(pipeline, pairs))
  const { problems } = checkInputs(pipeline, inputs)
  if (problems.length === 0) return inputs
  const declared = Object.keys(pipeline.inputs ?? {}).join(', ') || 'no inputs'
  throw new MusterError('MUSTER_INPUTS_INVALID', { problem: problems.join('; '), declared })
}

/** A single word is the name of a pipeline, unless there is such a file. */
function isName(cwd: string, file: string): boolean {
  return /^[\w-]+$/.test(file) && !existsSync(resolve(cwd, file))
}

async function nameSubmission(context: Context, name: string, given: GivenInputs): Promise<SubmitBody> {
  const text = (await pipelinesOf(context.io)).get(name)
  const known = text === undefined ? null : await parseHere(context, text, name, true)
  const declared = known?.parsed.pipeline ?? null
  const inputs = bareInputs(given, (pairs) => (declared === null ? pairs : coerceInputs(declared, pairs)))
  return { pipeline: name, file: name, inputs }
}

function bareInputs(given: GivenInputs, coerce: (pairs: Readonly<Record<string, string>>) => Inputs): Inputs {
  if (given.inputsJson === undefined) return coerce(inputsOfPairs(given.input))
  if (given.input.length > 0) {
    const problem = '`--input` and `--inputs-json` cannot be used together.'
    throw new MusterError('MUSTER_USAGE', { problem })
  }
  return inputsOfJson(given.inputsJson)
}
