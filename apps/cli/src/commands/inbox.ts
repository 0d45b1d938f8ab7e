import { EXIT, type InboxItem, visible } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderTable } from '../render/table.ts'
import { moment } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

/** Adds `inbox`. */
export function addInbox(program: Command, act: Act): void {
  program
    .command('inbox')
    .summary('list the gates that wait for you')
    .description('Lists the gates that you can decide, the one that has waited longest first.')
    .option('--limit <count>', 'at most so many', wholeNumber('--limit', 1, 1_000_000), 100)
    .action(act(inbox))
}

function inbox(context: Context, options: { readonly limit: number }): Promise<number> {
  return withMuster(context, async (muster) => {
    const items = await muster.inbox(options)
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ items })
    else if (globals.output === 'jsonl') for (const item of items) context.answer(item)
    else if (items.length === 0) context.print(['Nothing waits for you.'])
    else
      context.print(
        renderTable(
          HEAD,
          items.map((item) => rowOf(item, io.now())),
          columnsOf(io.out),
        ),
      )
    return EXIT.ok
  })
}

const HEAD = ['GATE', 'TIER', 'BY', 'AS', 'STARTED BY', 'ASKS']

function rowOf({ gate, tier, as, by }: InboxItem, now: number): readonly string[] {
  return [
    gate.id,
    tier === null ? '' : `T${tier}`,
    moment(gate.deadlineAt, now),
    as,
    visible(by.name, 100),
    visible(gate.message ?? '', 200).replace(/\s+/g, ' '),
  ]
}
