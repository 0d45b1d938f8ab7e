import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Context } from '../context.ts'
import { renderEvidence } from '../render/evidence-lines.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `gate show GATE`. */
export function addGate(program: Command, act: Act): void {
  const gate = program.command('gate').summary('look at one gate').description('Looks at one gate.')
  gate
    .command('show')
    .summary('show what a gate is about')
    .description(
      'Shows what a gate is about before it is decided: what the plan would do and what is different, outputs, effects, cost, what follows from each answer, and who said what.',
    )
    .argument('<gate>', 'the id of a gate, as `muster gates` lists it')
    .action(act(show))
}

function show(context: Context, id: string): Promise<number> {
  return withMuster(context, async (muster) => {
    const evidence = await muster.evidence(id)
    const { io, theme, globals } = context
    if (globals.output !== 'text') context.answer(evidence)
    else
      context.print([
        ...renderEvidence(evidence, { now: io.now(), theme }),
        ...(evidence.verdict === null ? ['', `npx muster approve ${id} --seen ${evidence.digest}`] : []),
      ])
    return EXIT.ok
  })
}
