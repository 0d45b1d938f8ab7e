import { type CheckpointView, EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { counted } from '../render/problems.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `checkpoints RUN`. */
export function addCheckpoints(program: Command, act: Act): void {
  program
    .command('checkpoints')
    .summary('list what a run can be resumed from')
    .description('Lists the checkpoints of a run: what its agents were when their phases ended.')
    .argument('<run>', 'the id of a run')
    .option('-s, --stage <stage>', 'only those of this stage')
    .action(act(checkpoints))
}

function checkpoints(context: Context, run: string, options: { readonly stage?: string }): Promise<number> {
  return withMuster(context, async (muster) => {
    const found = await muster.run(run).checkpoints(options.stage)
    if (context.globals.output === 'json') context.answer({ checkpoints: found })
    else if (context.globals.output === 'jsonl') for (const one of found) context.answer(one)
    else context.print(textOf(context, run, found))
    return EXIT.ok
  })
}

function textOf({ io }: Context, run: string, found: readonly CheckpointView[]): readonly string[] {
  if (found.length === 0) return [`Run ${run} has no checkpoints.`]
  const rows = found.map((one) => [
    `${one.stage}/${one.phase}`,
    String(one.attempt),
    one.outcome.replace('_', ' '),
    dayAndTime(one.at),
    one.holds === null ? '-' : String(one.holds.workspace.bytes),
    one.digest.slice('sha256:'.length).slice(0, 12),
    one.resumable ? 'yes' : 'no',
    holdsOf(one),
  ])
  const head = ['FROM', 'ATTEMPT', 'ENDED', 'WHEN', 'BYTES', 'DIGEST', 'RESUMABLE', 'HOLDS']
  return renderTable(head, rows, columnsOf(io.out))
}

function holdsOf({ holds }: CheckpointView): string {
  if (holds === null) return 'no longer kept'
  const { workspace, planDigest, outputs, saved } = holds
  return [
    counted(workspace.files, 'file'),
    ...(planDigest === null ? [] : ['a plan']),
    ...(outputs.length === 0 ? [] : [counted(outputs.length, 'output')]),
    ...(saved ? ['what the agent saved'] : []),
    ...(workspace.omitted === 0 ? [] : [`${workspace.omitted} left out`]),
    ...(workspace.whole ? [] : ['the workspace of before']),
  ].join(', ')
}
