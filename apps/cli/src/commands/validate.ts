import { EXIT, MusterError, type Problem, toMusterError } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { readBytes } from '../read-text.ts'
import { counted, renderProblems } from '../render/problems.ts'

/** Adds `validate FILE...`. */
export function addValidate(program: Command, act: Act): void {
  program
    .command('validate')
    .summary('check pipeline files')
    .description('Checks pipeline files, and tells every fault with its place. Starts nothing.')
    .argument('<file...>', 'pipeline files')
    .action(act(validate))
}

interface Checked {
  readonly file: string
  readonly ok: boolean
  readonly problems: readonly Problem[]
  /** How many stages the document holds; null when it is not valid. */
  readonly stages: number | null
}

async function validate(context: Context, files: readonly string[]): Promise<number> {
  const { io, globals } = context
  const [{ parseHere }, { templatesOf }] = await Promise.all([
    import('../parse-here.ts'),
    import('../host/library.ts'),
  ])
  const { problems: ofTemplates } = await templatesOf(io)
  if (globals.output === 'text' && ofTemplates.length > 0)
    context.say(
      renderProblems(ofTemplates, { theme: context.errTheme, source: null, columns: columnsOf(io.err) }),
    )
  const checked: Checked[] = []
  for (const file of files) {
    const bytes = await readBytes(io.cwd, file).catch((thrown: unknown) => toMusterError(thrown))
    const { pipeline, problems } =
      bytes instanceof MusterError
        ? { pipeline: null, problems: [unreadable(file, bytes)] }
        : (await parseHere(context, bytes, file, false)).parsed
    const stages = pipeline === null ? null : countStages(pipeline.stages)
    const one = { file, ok: pipeline !== null, problems, stages }
    checked.push(one)
    if (globals.output === 'text') context.print(textOf(context, one, bytes))
    if (globals.output === 'jsonl') context.answer(one)
  }
  if (globals.output === 'json') context.answer({ files: checked })
  return checked.every((one) => one.ok) ? EXIT.ok : EXIT.usage
}

function unreadable(file: string, { code, message, hint }: MusterError): Problem {
  return { code, message, expected: null, hint, file, line: 1, column: 1 }
}

function textOf({ io, theme }: Context, one: Checked, bytes: Uint8Array | MusterError): readonly string[] {
  if (one.ok) return [`${theme.good('✓')} ${one.file}  ${counted(one.stages ?? 0, 'stage')}`]
  const shown = io.out.terminal !== null && !(bytes instanceof MusterError)
  const source = shown ? new TextDecoder().decode(bytes) : null
  const faults = counted(one.problems.length, 'fault')
  return [
    ...renderProblems(one.problems, { theme, source, columns: columnsOf(io.out) }),
    `${theme.bad('✗')} ${one.file}  ${faults}`,
  ]
}

/** The stages of a list, and those inside them. */
function countStages(stages: readonly object[]): number {
  let count = 0
  for (const stage of stages) {
    count += 1
    const { branches, stages: each, then, else: otherwise } = stage as Readonly<Record<string, unknown>>
    for (const list of [...(Array.isArray(branches) ? branches : []), each, then, otherwise])
      if (Array.isArray(list)) count += countStages(list as readonly object[])
  }
  return count
}
