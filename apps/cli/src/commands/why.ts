import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderWhy } from '../render/why-lines.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `why RUN`. */
export function addWhy(program: Command, act: Act): void {
  program
    .command('why')
    .summary('say why a run waits')
    .description(
      'Says of everything in a run that waits: why, who can end it, by when, and what happens next.',
    )
    .argument('<run>', 'the id of a run')
    .action(act(why))
}

function why(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster) => {
    const view = await muster.run(id).why()
    const { globals, theme, io } = context
    if (globals.output === 'json') context.answer(view)
    else if (globals.output === 'jsonl') for (const wait of view.waits) context.answer(wait)
    else context.print(renderWhy(view, { theme, columns: columnsOf(io.out) }))
    return EXIT.ok
  })
}
