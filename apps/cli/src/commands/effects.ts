import { EXIT, MusterError, parseEffectName } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { EFFECT_WORDS, renderEffects, unknownLines } from '../render/effect-lines.ts'
import { sayIfLeft, withMuster } from '../with-muster.ts'

interface SettleOptions {
  readonly happened?: boolean
  readonly didNotHappen?: boolean
  readonly reason?: string
}

/** Adds `effects RUN` and `effects settle RUN EFFECT`. */
export function addEffects(program: Command, act: Act): void {
  const effects = program
    .command('effects')
    .summary('show what agents did outside their workspaces')
    .description('Lists what the agents of a run asked to do outside their workspaces, and what came of it.')
    .argument('<run>', 'the id of a run')
    .action(act(list))
  effects
    .command('settle')
    .summary('say whether an unknown effect happened')
    .description('Says of an effect that is unknown whether it happened, so that its stage can be retried.')
    .argument('<run>', 'the id of a run')
    .argument('<effect>', 'a stage and a number, as `muster effects RUN` lists them: deploy/3')
    .option('--happened', 'it happened: asking again is answered from the record')
    .option('--did-not-happen', 'it did not happen: it may be tried again')
    .option('--reason <text>', 'how you know; kept in the ledger')
    .action(act(settle))
}

function list(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster) => {
    const effects = await muster.run(id).effects()
    const { io, globals } = context
    if (globals.output === 'json') context.answer({ effects })
    else if (globals.output === 'jsonl') for (const effect of effects) context.answer(effect)
    else if (effects.length === 0) context.print([`The agents of run ${id} asked for no effects.`])
    else {
      context.print(renderEffects(effects, columnsOf(io.out)))
      const unknown = unknownLines(id, effects)
      if (unknown.length > 0) context.print(['', ...unknown])
    }
    return EXIT.ok
  })
}

function settle(context: Context, id: string, name: string, options: SettleOptions): Promise<number> {
  const { happened = false, didNotHappen = false, reason } = options
  if (happened === didNotHappen)
    throw new MusterError('MUSTER_USAGE', { problem: 'Give one of `--happened` and `--did-not-happen`.' })
  const at = parseEffectName(name)
  if (at === null) throw new MusterError('MUSTER_EFFECT_NOT_FOUND', { run: id, effect: name })
  return withMuster(context, async (muster, reached) => {
    const body = { happened, ...(reason === undefined ? {} : { reason }) }
    const row = await muster.run(id).settleEffect(at.stage, at.number, body)
    if (context.globals.output === 'text')
      context.print([`Effect ${name} of run ${id}: ${EFFECT_WORDS[row.status]}.`])
    else context.answer(row)
    await sayIfLeft(context, reached, id)
    return EXIT.ok
  })
}
