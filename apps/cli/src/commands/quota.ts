import { EXIT, MusterError, type QuotaView, SETTABLE_LIMITS, type SettableLimit } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderTable } from '../render/table.ts'
import { withMuster } from '../with-muster.ts'

interface ShowOptions {
  readonly tenant?: string
}

interface SetOptions extends ShowOptions {
  readonly project?: string
  readonly reason: string
}

/** Adds `quota show`, which `quota` alone is, and `quota set`. */
export function addQuota(program: Command, act: Act): void {
  const quota = program
    .command('quota')
    .summary('show what may be used, and what is')
    .description('Shows and sets the limits of tenants and projects.')
  quota
    .command('show', { isDefault: true })
    .summary('show what may be used, and what is')
    .description('Shows the limits of your tenant and of its projects, and what is used of them.')
    .option('--tenant <name>', 'of another tenant: the local owner only')
    .action(act(show))
  quota
    .command('set')
    .summary('limit what may be used')
    .description(
      `Sets limits, in the ledger. Each is NAME=NUMBER, or NAME=none for no limit; a name is one of ${SETTABLE_LIMITS.join(', ')}.`,
    )
    .argument('<limits...>', 'as `runs=20 tokens=none`')
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .option('--project <name>', 'of a project; without it of the tenant itself')
    .option('--tenant <name>', 'of another tenant: the local owner only')
    .action(act(set))
}

function show(context: Context, { tenant }: ShowOptions): Promise<number> {
  return withMuster(context, async (muster) => {
    const quotas = await muster.quotas(tenant)
    const { globals } = context
    if (globals.output === 'json') context.answer({ quotas })
    else if (globals.output === 'jsonl') for (const one of quotas) context.answer(one)
    else context.print(tableOf(context, quotas))
    return EXIT.ok
  })
}

function set(context: Context, given: readonly string[], options: SetOptions): Promise<number> {
  const { tenant, project, reason } = options
  const limits = Object.fromEntries(given.map(limitIn))
  return withMuster(context, async (muster) => {
    const quota = await muster.setQuota({
      limits,
      reason,
      ...(project === undefined ? {} : { project }),
      ...(tenant === undefined ? {} : { tenant }),
    })
    if (context.globals.output === 'text') context.print(tableOf(context, [quota]))
    else context.answer({ quota })
    return EXIT.ok
  })
}

function limitIn(given: string): readonly [SettableLimit, number | null] {
  const [, word = '', value = ''] = /^(\w+)=(.+)$/.exec(given) ?? []
  const name = SETTABLE_LIMITS.find((one) => one === word)
  const number = value === 'none' ? null : Number(value)
  if (name === undefined || Number.isNaN(number))
    throw new MusterError('MUSTER_USAGE', {
      problem: `\`${given}\` is not NAME=NUMBER or NAME=none, with NAME one of ${SETTABLE_LIMITS.join(', ')}.`,
    })
  return [name, number]
}

function tableOf({ io }: Context, quotas: readonly QuotaView[]): readonly string[] {
  const rows = quotas.flatMap(({ project, limits, usage }) =>
    SETTABLE_LIMITS.map((name) => [
      project ?? '(all)',
      name,
      name === 'tier' ? '' : String(usage[name]),
      String(limits[name] ?? 'none'),
    ]),
  )
  return renderTable(['PROJECT', 'WHAT', 'USED', 'LIMIT'], rows, columnsOf(io.out))
}
