import { EXIT, type LogLine } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { timeOfDay } from '../render/when.ts'
import { listenForSignals } from '../signals.ts'
import { printable } from '../terminal.ts'
import { withMuster } from '../with-muster.ts'

interface LogsOptions {
  readonly follow?: boolean
  readonly stage?: string
}

/** Adds `logs RUN`. */
export function addLogs(program: Command, act: Act): void {
  program
    .command('logs')
    .summary('show what agents wrote')
    .description('Shows what the agents of a run wrote, one line each.')
    .argument('<run>', 'the id of a run')
    .option('-f, --follow', 'go on until the run ends')
    .option('-s, --stage <stage>', 'only this stage, and those inside it')
    .action(act(logs))
}

function logs(context: Context, run: string, options: LogsOptions): Promise<number> {
  const interrupt = listenForSignals()
  return withMuster(context, async (muster, { host }) => {
    const all: LogLine[] = []
    // Without workers nothing is written any more.
    const follow = options.follow === true && host === null
    try {
      for await (const line of muster.run(run).logs({ ...options, follow, signal: interrupt.signal })) {
        if (context.globals.output === 'json') all.push(line)
        else if (context.globals.output === 'jsonl') context.answer(line)
        else context.print([lineOf(context, line)])
      }
    } catch (thrown) {
      if (!interrupt.signal.aborted) throw thrown
      return interrupt.code()
    }
    if (context.globals.output === 'json') context.answer({ lines: all })
    return EXIT.ok
  }).finally(() => interrupt.close())
}

function lineOf({ theme }: Context, { at, stage, phase, stream, text }: LogLine): string {
  const from = `${stage} ${phase.toLowerCase()}${stream === 'stderr' ? ' !' : ''}`
  return `${theme.dim(timeOfDay(at))}  ${theme.bold(from)}  ${printable(text)}`
}
