import { EXIT, formatDuration, RUN_STATUSES, type RunStatus, type RunSummary } from '@muster/core'
import { type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { wordOf } from '../render/look.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

interface RunsOptions {
  readonly status?: RunStatus
  readonly pipeline?: string
  readonly by?: string
  readonly text?: string
  readonly since?: string
  readonly limit: number
}

/** Adds `runs`. */
export function addRuns(program: Command, act: Act): void {
  program
    .command('runs')
    .summary('list runs')
    .description('Lists runs, newest first.')
    .addOption(new Option('--status <status>', 'only runs in this status').choices(RUN_STATUSES))
    .option('--pipeline <name>', 'only runs of this pipeline')
    .option('--by <name>', 'only runs that this person or script submitted')
    .option('--text <text>', 'only runs whose id, pipeline, reason or submitter holds this')
    .option('--since <when>', 'only runs submitted within a span, as 2d, or since a day, as 2026-11-24')
    .option('--limit <count>', 'at most so many', wholeNumber('--limit', 1, 1_000_000), 20)
    .action(act(runs))
}

function runs(context: Context, options: RunsOptions): Promise<number> {
  return withMuster(context, async (muster) => {
    const found: RunSummary[] = []
    for await (const run of muster.runs(options)) {
      if (context.globals.output === 'jsonl') context.answer(run)
      else found.push(run)
    }
    if (context.globals.output === 'json') context.answer({ runs: found })
    if (context.globals.output === 'text') context.print(textOf(context, found))
    return EXIT.ok
  })
}

function textOf({ io }: Context, found: readonly RunSummary[]): readonly string[] {
  if (found.length === 0) return ['No runs. Start one with `npx muster run FILE`.']
  const rows = found.map((run) => [
    run.id,
    `${run.pipeline} ${run.version}`,
    wordOf(run.status),
    dayAndTime(run.submittedAt),
    formatDuration(Math.max(0, (run.finishedAt ?? io.now()) - run.submittedAt)),
    run.by.name,
  ])
  return renderTable(['RUN', 'PIPELINE', 'STATUS', 'SUBMITTED', 'TOOK', 'BY'], rows, columnsOf(io.out))
}
