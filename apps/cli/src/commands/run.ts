import {
  type ErrorCode,
  ERRORS,
  EXIT,
  MusterError,
  type RunForecast,
  type SubmitAnswer,
  type SubmitBody,
} from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { hostAndFollow } from '../follow/host-and-follow.ts'
import { reachDetached } from '../host/reach-detached.ts'
import { forecastLines } from '../render/forecast-lines.ts'
import { counted } from '../render/problems.ts'
import type { GivenInputs } from '../submission.ts'
import { withMuster } from '../with-muster.ts'
import { inputOption, inputsJsonOption, timeoutOf, wholeNumber } from './options.ts'

interface RunOptions extends GivenInputs {
  readonly detach?: boolean
  readonly waitGates: boolean
  readonly yesToGates?: boolean
  readonly idempotencyKey?: string
  readonly dryRun?: boolean
  readonly timeout?: string
  readonly workers: number
  readonly concurrency: number
}

const EXAMPLES = `
Examples:
  $ npx muster run examples/infrastructure-deploy.yaml --input environment=staging
  $ npx muster run pipeline.yaml --inputs-json '{"count":3}' --detach
  $ npx muster run pipeline.yaml --no-wait-gates -o jsonl`

/** Adds `run FILE`. */
export function addRun(program: Command, act: Act): void {
  program
    .command('run')
    .summary('run a pipeline and follow it')
    .description(
      'Runs a pipeline and follows it to its end. Uses the Muster at hand, or starts one for its own time.',
    )
    .argument('<file>', 'a pipeline file, or the name of a pipeline that Muster knows')
    .addOption(inputOption())
    .addOption(inputsJsonOption())
    .option('-d, --detach', 'return as soon as the run is admitted')
    .option('--no-wait-gates', 'return with exit code 3 when only a decision can move the run')
    .option('--yes-to-gates', 'gates approve themselves: for demonstrations, and recorded as such')
    .option('--idempotency-key <key>', 'a second run with the same key is the same run')
    .option('--dry-run', 'start nothing: say what the run would take, and whether it would be refused')
    .option('--timeout <duration>', 'follow for at most so long (30m, 1h30m), then return with exit code 124')
    .option(
      '--workers <count>',
      'worker processes, when a Muster is started',
      wholeNumber('--workers', 1, 64),
      1,
    )
    .option(
      '--concurrency <count>',
      'agents each of them runs at a time',
      wholeNumber('--concurrency', 1, 256),
      8,
    )
    .addHelpText('after', EXAMPLES)
    .action(act(run))
}

async function run(context: Context, file: string, options: RunOptions): Promise<number> {
  const timeoutMs = timeoutOf(options.timeout)
  const { readSubmission } = await import('../submission.ts')
  const body = {
    ...(await readSubmission(context, file, options)),
    ...(options.yesToGates === true ? { yesToGates: true } : {}),
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
  }
  if (options.dryRun === true) return foretell(context, body)
  if (options.detach === true) {
    const muster = await reachDetached(context)
    const answer = await muster.submit(body)
    if (context.globals.output !== 'text') context.answer(answer)
    else context.print([answer.run.id])
    return EXIT.ok
  }
  return hostAndFollow(context, { ...options, timeoutMs }, async (muster) => {
    const answer = await muster.submit(body)
    announce(context, answer)
    return { run: answer.run.id, shownFrom: 0 }
  })
}

function foretell(context: Context, body: SubmitBody): Promise<number> {
  return withMuster(context, async (muster) => {
    const forecast = await muster.forecast(body)
    const fault = faultOf(forecast, body)
    if (context.globals.output !== 'text') context.answer(forecast)
    else if (fault !== null) throw fault
    else context.print(forecastLines(forecast, columnsOf(context.io.out)))
    return fault?.exit ?? exitOf(forecast.start?.refusal?.code ?? null)
  })
}

/** Why there is nothing that could be admitted or refused: the document or the inputs; null when there is. */
function faultOf(
  { problems, declares, start }: RunForecast,
  { pipeline, file }: SubmitBody,
): MusterError | null {
  const count = counted(problems.length, 'fault')
  if (problems.length > 0)
    return new MusterError('MUSTER_PIPELINE_INVALID', { count, file: file ?? pipeline }, problems)
  if (start === null || start.inputProblems.length === 0) return null
  const declared = Object.keys(declares?.inputs ?? {}).join(', ') || 'no inputs'
  return new MusterError('MUSTER_INPUTS_INVALID', { problem: start.inputProblems.join('; '), declared })
}

/** How a command ends that would be refused with this code. */
function exitOf(code: string | null): number {
  if (code === null) return EXIT.ok
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].exit : EXIT.failed
}

function announce(context: Context, { run, created }: SubmitAnswer): void {
  if (context.globals.output !== 'text') return
  if (!created) context.print([`Run ${run.id} has this idempotency key already.`])
  else if (context.io.out.terminal === null)
    context.print([`Run ${run.id} of ${run.pipeline} ${run.version}`])
}
