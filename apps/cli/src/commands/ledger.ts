import { EXIT, MusterError } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { counted } from '../render/problems.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `ledger verify`. */
export function addLedger(program: Command, act: Act): void {
  program
    .command('ledger')
    .summary('check the ledger')
    .description('What concerns the ledger, the record of all that happened.')
    .command('verify')
    .description('Checks that no entry was changed, moved or removed. Exit code 1 names the first that was.')
    .option('--run <run>', 'only the entries of this run')
    .action(act(verify))
}

function verify(context: Context, options: { readonly run?: string }): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.verifyLedger(options.run)
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
    ])
    return EXIT.ok
  })
}
