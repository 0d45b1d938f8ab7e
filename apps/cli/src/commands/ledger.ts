import { EXIT, MusterError } from '@muster/core'
import { type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import { columnsOf, type Context } from '../context.ts'
import { counted } from '../render/problems.ts'
import { dayAndTime } from '../render/when.ts'
import { renderTable } from '../render/table.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

/** Adds `ledger verify|refusals`. */
export function addLedger(program: Command, act: Act): void {
  const ledger = program
    .command('ledger')
    .summary('check the ledger')
    .description('What concerns the ledger, the record of all that happened.')
  ledger
    .command('refusals')
    .summary('list what was refused')
    .description(
      'Lists what was refused outside of runs, newest first: runs that might not start, votes at gates that are not there, and whatever else nobody may who asked for it.',
    )
    .addOption(
      new Option('--limit <count>', 'at most so many').argParser(wholeNumber('--limit', 1, 200)).default(50),
    )
    .addOption(
      new Option('--before <number>', 'only those before this one').argParser(
        wholeNumber('--before', 1, 2 ** 31 - 1),
      ),
    )
    .action(act(refusals))
  ledger
    .command('verify')
    .summary('check that nothing was changed')
    .description('Checks that no entry was changed, moved or removed. Exit code 1 names the first that was.')
    .option('--run <run>', 'only the entries of this run')
    .action(act(verify))
}

interface Page {
  readonly limit: number
  readonly before?: number
}

function refusals(context: Context, page: Page): Promise<number> {
  return withMuster(context, async (muster) => {
    const found = await muster.refusals(page)
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ refusals: found })
    else if (globals.output === 'jsonl') for (const one of found) context.answer(one)
    else if (found.length === 0) context.print(['Nothing was refused.'])
    else
      context.print(
        renderTable(
          ['NUMBER', 'WHEN', 'WHO', 'DOOR', 'ON', 'TIMES', 'BECAUSE'],
          found.map(({ seq, at, by, door, on, count, because, policy }) => [
            String(seq),
            dayAndTime(at),
            by?.name ?? '(several)',
            door,
            on,
            String(count),
            policy === undefined || policy.because.length === 0 ? because : policy.because.join(', '),
          ]),
          columnsOf(io.out),
        ),
      )
    return EXIT.ok
  })
}

async function verify(context: Context, options: { readonly run?: string }): Promise<number> {
  const { verifyHere } = await import('../host/verify-here.ts')
  const answer = await verifyHere(context, options.run)
  const [first] = answer.broken
  if (context.globals.output !== 'text') {
    context.answer(answer)
    return first === undefined ? EXIT.ok : EXIT.failed
  }
  for (const { run, seq, problem } of answer.broken) context.print([`✗ ${run} entry ${seq} ${problem}`])
  if (first !== undefined) throw new MusterError('MUSTER_LEDGER_BROKEN', { ...first })
  const whole = answer.runs - answer.trimmed
  context.print([
    `${context.theme.good('✓')} ${counted(answer.entries, 'entry').replace('entrys', 'entries')} of ${counted(whole, 'run')}: whole and unchanged.`,
    ...(answer.trimmed > 0
      ? [`  ${counted(answer.trimmed, 'run')} trimmed: only who started it and how it ended is kept.`]
      : []),
    ...(answer.revocations > 0
      ? [`  ${counted(answer.revocations, 'link')} of what was revoked and lifted: whole and unchanged.`]
      : []),
    ...(answer.refusals > 0
      ? [`  ${counted(answer.refusals, 'refusal')} outside of runs: whole and unchanged.`]
      : []),
  ])
  return EXIT.ok
}
