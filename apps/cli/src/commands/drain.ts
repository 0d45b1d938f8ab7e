import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `worker drain ID` beside the program `worker`. */
export function addDrain(program: Command, act: Act): void {
  program.commands
    .find((command) => command.name() === 'worker')
    ?.command('drain')
    .summary('have a worker take no new agents')
    .description(
      'Has a worker end the agents that it has and take no new ones, until it is gone. Then it can be stopped without anybody waiting.',
    )
    .argument('<id>', 'a worker, as `muster fleet` shows it')
    .option('--lift', 'have it take new agents again')
    .action(act(drain))
}

function drain(context: Context, id: string, { lift = false }: { readonly lift?: boolean }): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.drainWorker(id, { lift })
    if (context.globals.output !== 'text') context.answer(answer)
    else context.print([sentence(answer.worker, answer.draining, answer.changed)])
    return EXIT.ok
  })
}

function sentence(worker: string, draining: boolean, changed: boolean): string {
  if (!changed) return `Worker ${worker} was ${draining ? 'draining already' : 'not draining'}.`
  return draining
    ? `Worker ${worker} takes no new agents. \`muster fleet\` shows when it has none left.`
    : `Worker ${worker} takes new agents again.`
}
