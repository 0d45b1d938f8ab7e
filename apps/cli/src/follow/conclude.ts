import { assertNever, EXIT } from '@muster/core'
import type { Context } from '../context.ts'
import { exitCodeOf } from '../exit-code.ts'
import { renderSummary } from '../render/summary.ts'
import type { Followed } from './follow-run.ts'

/** Says what a followed run came to; answers the exit code. `signalCode` is that of the signal that stopped following. */
export function conclude(context: Context, { why, view, model }: Followed, signalCode: number): number {
  const { id } = view.run
  if (context.globals.output === 'json') context.answer(view)
  const go = `It is kept: \`npx muster status ${id}\` shows it, \`npx muster cancel ${id}\` ends it.`
  switch (why) {
    case 'ended':
      if (context.globals.output === 'text') context.print(['', ...renderSummary(view, model, context.theme)])
      return exitCodeOf(view.run.status)
    case 'gate':
      context.say([`Run ${id} waits at a gate. ${go}`])
      return EXIT.stoppedAtGate
    case 'timeout':
      context.say([`Run ${id} has not ended in the time given by --timeout. ${go}`])
      return EXIT.timedOut
    case 'interrupted':
      context.say([`Run ${id} is no longer followed. ${go}`])
      return signalCode
    default:
      return assertNever(why)
  }
}
