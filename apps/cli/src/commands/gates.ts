import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { renderGateNotice } from '../render/gate-notice.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

interface GatesOptions {
  readonly run?: string
  readonly limit: number
}

/** Adds `gates`. */
export function addGates(program: Command, act: Act): void {
  program
    .command('gates')
    .summary('list open gates')
    .description('Lists the gates that wait for a decision: who can decide, by when, and how.')
    .option('--run <run>', 'only those of this run')
    .option('--limit <count>', 'at most so many', wholeNumber('--limit', 1, 1_000_000), 100)
    .action(act(gates))
}

function gates(context: Context, options: GatesOptions): Promise<number> {
  return withMuster(context, async (muster, { host, link }) => {
    const open = await muster.gates(options)
    const { io, theme, globals } = context
    if (globals.output === 'json') context.answer({ gates: open })
    else if (globals.output === 'jsonl') for (const gate of open) context.answer(gate)
    else if (open.length === 0) context.print(['No gate waits for a decision.'])
    else {
      const url = host === null ? link : null
      const notices = open.map((gate) => renderGateNotice(gate, { now: io.now(), theme, user: io.user, url }))
      context.print(notices.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])))
    }
    return EXIT.ok
  })
}
