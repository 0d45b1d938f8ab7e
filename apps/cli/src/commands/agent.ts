import { EXIT } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import type { Played } from '../conformance/play.ts'
import type { Context } from '../context.ts'
import { inputsOfJson } from '../inputs.ts'
import { counted } from '../render/problems.ts'
import { printable } from '../terminal.ts'

interface ConformanceOptions {
  readonly inputsJson?: string
}

/** Adds `agent conformance -- CMD...`. */
export function addAgent(program: Command, act: Act): void {
  const agent = program.command('agent').summary('try agent programs').description('Tries agent programs.')
  agent
    .command('conformance')
    .summary('hold an agent program to the agent protocol')
    .description(
      'Holds recorded dialogues with an agent program, and tells what it breaks. The program is started here, outside of any sandbox.',
    )
    .argument('<command...>', 'the program and its arguments, after `--`')
    .option('--inputs-json <object>', 'the inputs that it is given in its phases, as one JSON object')
    .action(act(conformance))
}

async function conformance(
  context: Context,
  argv: readonly string[],
  options: ConformanceOptions,
): Promise<number> {
  const { io, globals } = context
  const inputs = options.inputsJson === undefined ? {} : inputsOfJson(options.inputsJson)
  const [{ loadDialogues }, { play }] = await Promise.all([
    import('../conformance/dialogue.ts'),
    import('../conformance/play.ts'),
  ])
  const env = Object.fromEntries(
    Object.entries(io.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const dialogues = await loadDialogues()
  const played: Played[] = []
  for (const dialogue of dialogues) {
    const one = await play(dialogue, { argv, cwd: io.cwd, env, inputs })
    played.push(one)
    if (globals.output === 'text') context.print(linesOf(context, one))
    if (globals.output === 'jsonl') context.answer(one)
    // Who does not shake hands can do nothing of the rest.
    if (!one.ok && played.length === 1) break
  }
  const broken = played.filter(({ ok }) => !ok).length
  if (globals.output === 'json') context.answer({ program: argv, ok: broken === 0, dialogues: played })
  if (globals.output === 'text') {
    const left = dialogues.length - played.length
    const rest = left === 0 ? '' : `, ${left} not held`
    context.print(['', `${counted(played.length, 'dialogue')}, ${broken} broken${rest}`])
  }
  return broken === 0 ? EXIT.ok : EXIT.failed
}

function linesOf({ theme }: Context, { name, promise, hint, ok, problems }: Played): readonly string[] {
  if (ok) return [`${theme.good('✓')} ${theme.bold(name)}  ${promise}`]
  return [
    `${theme.bad('✗')} ${theme.bold(name)}  ${promise}`,
    ...problems.map((problem) => `  ${printable(problem)}`),
    `  hint: ${hint}`,
  ]
}
