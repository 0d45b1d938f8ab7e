import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { wordOf } from '../render/look.ts'
import { sayIfLeft, withMuster } from '../with-muster.ts'

/** Adds `cancel RUN`. */
export function addCancel(program: Command, act: Act): void {
  program
    .command('cancel')
    .summary('stop a run')
    .description('Stops a run: what waits is cancelled, what works is killed and leaves its evidence.')
    .argument('<run>', 'the id of a run')
    .option('--reason <text>', 'why; kept in the ledger')
    .action(act((context, run: string, { reason }: { reason?: string }) => cancel(context, run, reason)))
}

function cancel(context: Context, id: string, reason: string | undefined): Promise<number> {
  return withMuster(context, async (muster, reached) => {
    const handle = muster.run(id)
    await handle.cancel(reason)
    const view = await handle.status()
    if (context.globals.output !== 'text') context.answer(view)
    else if (view.run.status === 'running') context.print([`Run ${id} is stopping.`])
    else context.print([`Run ${id} is ${wordOf(view.run.status)}.`])
    await sayIfLeft(context, reached, id)
    return EXIT.ok
  })
}
