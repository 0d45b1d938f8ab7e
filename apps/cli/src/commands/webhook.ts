import { EXIT, NOTICE_KINDS, type NoticeKind, type WebhookView } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { readInput } from '../read-input.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'

interface AddOptions {
  readonly slack?: boolean
  readonly on?: string
}

/** Adds `webhook add|list|remove|test`. */
export function addWebhook(program: Command, act: Act): void {
  const webhook = program
    .command('webhook')
    .summary('say who is told of gates and runs')
    .description('Adds, lists, removes and tries the webhooks of your tenant: for who administers it.')
  webhook
    .command('add')
    .summary('add a webhook')
    .description('Adds a webhook and writes out the secret of its signatures, once: nobody sees it again.')
    .argument('<name>', 'what it is for')
    .argument('<url>', 'its address; `-` reads it from standard input')
    .option('--slack', 'it takes texts as Slack does, unsigned')
    .option('--on <list>', `what it is told of, separated by commas: ${NOTICE_KINDS.join(', ')}`)
    .action(act(add))
  webhook.command('list').summary('list webhooks').description('Lists webhooks.').action(act(list))
  webhook
    .command('remove')
    .summary('remove a webhook')
    .description('Removes a webhook: it is told nothing more, also of what it has not been told yet.')
    .argument('<id>', 'the id of a webhook, as `muster webhook list` shows it')
    .action(act(remove))
  webhook
    .command('test')
    .summary('try a webhook')
    .description('Sends a webhook `webhook.test` at once, and tells what came of it.')
    .argument('<id>', 'the id of a webhook, as `muster webhook list` shows it')
    .action(act(test))
}

async function add(
  context: Context,
  name: string,
  given: string,
  { slack, on }: AddOptions,
): Promise<number> {
  const url = given === '-' ? await readInput() : given
  const events = on?.split(',').map((one) => one.trim()) as readonly NoticeKind[] | undefined
  return withMuster(context, async (muster) => {
    const kind = slack === true ? 'slack' : 'muster'
    const made = await muster.addWebhook({ name, url, kind, ...(events !== undefined && { events }) })
    if (context.globals.output !== 'text') context.answer(made)
    else {
      const { id, host, events } = made.webhook
      if (made.secret !== null) context.print([made.secret])
      const secret = made.secret === null ? '' : ' Nobody sees the secret of its signatures again.'
      context.say([`Webhook ${id} at ${host} is told of ${events.join(', ')}.${secret}`])
    }
    return EXIT.ok
  })
}

function list(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const webhooks = await muster.webhooks()
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ webhooks })
    else if (globals.output === 'jsonl') for (const one of webhooks) context.answer(one)
    else if (webhooks.length === 0) context.print(['There are no webhooks.'])
    else context.print(renderTable(HEADS, webhooks.map(rowOf), columnsOf(io.out)))
    return EXIT.ok
  })
}

const HEADS = ['ID', 'NAME', 'KIND', 'HOST', 'TOLD OF', 'ADDED', 'BY']

function rowOf({ id, name, kind, host, events, createdAt, createdBy }: WebhookView): readonly string[] {
  return [id, name, kind, host, events.join(','), dayAndTime(createdAt), createdBy.name]
}

function remove(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster) => {
    await muster.removeWebhook(id)
    if (context.globals.output === 'text') context.print([`Webhook ${id} is removed.`])
    else context.answer({ id, removed: true })
    return EXIT.ok
  })
}

function test(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.testWebhook(id)
    const { delivered, problem } = answer
    if (context.globals.output !== 'text') context.answer(answer)
    else if (delivered) context.print([`Webhook ${id} took it.`])
    else context.print([`Webhook ${id} could not be told: ${problem}.`])
    return delivered ? EXIT.ok : EXIT.failed
  })
}
