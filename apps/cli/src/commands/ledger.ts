import { EXIT, MusterError, tellAuditReason, tellAuditSubject, tellAuditWho } from '@muster/core'
import { type Command, Option } from 'commander'
import type { Act } from '../act.ts'
import { columnsOf, type Context } from '../context.ts'
import { counted } from '../render/problems.ts'
import { dayAndTime } from '../render/when.ts'
import { renderTable } from '../render/table.ts'
import { withMuster } from '../with-muster.ts'
import { wholeNumber } from './options.ts'

/** Adds `ledger verify|audit`. */
export function addLedger(program: Command, act: Act): void {
  const ledger = program
    .command('ledger')
    .summary('check the ledger')
    .description('What concerns the ledger, the record of all that happened.')
  ledger
    .command('audit')
    .summary('list what happened outside of runs')
    .description(
      'Lists what happened outside of runs, newest first: what was refused, who logged in or could not, which workers were drained, which tokens, limits, policies and revocations were made.',
    )
    .addOption(
      new Option('--limit <count>', 'at most so many').argParser(wholeNumber('--limit', 1, 200)).default(50),
    )
    .option('--before <place>', 'what follows the page that ended there')
    .action(act(audit))
  ledger
    .command('verify')
    .summary('check that nothing was changed')
    .description('Checks that no entry was changed, moved or removed. Exit code 1 names the first that was.')
    .option('--run <run>', 'only the entries of this run')
    .action(act(verify))
}

interface Page {
  readonly limit: number
  readonly before?: string
}

function audit(context: Context, page: Page): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.audit(page)
    const { entries, next } = answer
    const { globals, io } = context
    if (globals.output === 'json') context.answer(answer)
    else if (globals.output === 'jsonl') for (const one of entries) context.answer(one)
    else if (entries.length === 0) context.print(['Nothing happened outside of runs.'])
    else {
      const lines = entries.map((one) => [
        dayAndTime(one.at),
        one.what,
        tellAuditWho(one),
        tellAuditSubject(one),
        String(one.count),
        tellAuditReason(one),
      ])
      context.print([
        ...renderTable(['WHEN', 'WHAT', 'WHO', 'ON', 'TIMES', 'BECAUSE'], lines, columnsOf(io.out)),
        ...(next === null ? [] : ['', `npx muster ledger audit --before ${next}`]),
      ])
    }
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
