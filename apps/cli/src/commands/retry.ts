import { EXIT } from '@muster/core'
import type { Muster, RunHandle } from '@muster/sdk'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { hostAndFollow } from '../follow/host-and-follow.ts'
import { reachDetached } from '../host/reach-detached.ts'
import { timeoutOf } from './options.ts'

export interface AgainOptions {
  readonly detach?: boolean
  readonly waitGates: boolean
  readonly timeout?: string
}

interface RetryOptions extends AgainOptions {
  readonly from?: string
}

/** Adds `retry RUN`. */
export function addRetry(program: Command, act: Act): void {
  program
    .command('retry')
    .summary('run again what did not succeed')
    .description('Starts an ended run again from the stages that did not succeed, and follows it.')
    .argument('<run>', 'the id of a run')
    .option('--from <stage>', 'also this stage and all that depends on it, whatever it came to')
    .option('-d, --detach', 'return at once')
    .option('--no-wait-gates', 'return with exit code 3 when only a decision can move the run')
    .option('--timeout <duration>', 'follow for at most so long, then return with exit code 124')
    .action(
      act((context, run: string, options: RetryOptions) =>
        startAgain(context, run, options, (handle) =>
          handle.retry(options.from === undefined ? {} : { from: options.from }),
        ),
      ),
    )
}

/** Starts an ended run again and follows it. */
export async function startAgain(
  context: Context,
  run: string,
  options: AgainOptions,
  start: (handle: RunHandle) => Promise<void>,
): Promise<number> {
  const timeoutMs = timeoutOf(options.timeout)
  const begin = async (muster: Muster) => {
    const handle = muster.run(run)
    const shownFrom = (await handle.status()).run.seq
    await start(handle)
    return { run, shownFrom }
  }
  if (options.detach === true) {
    const muster = await reachDetached(context)
    await begin(muster)
    if (context.globals.output !== 'text') context.answer(await muster.run(run).status())
    else context.print([run])
    return EXIT.ok
  }
  return hostAndFollow(
    context,
    { workers: 1, concurrency: 8, waitGates: options.waitGates, timeoutMs },
    begin,
  )
}
