import { EXIT, type Template, TIER_NAMES } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { namedMuster } from '../host/reach.ts'
import { renderProblems } from '../render/problems.ts'
import { renderTable } from '../render/table.ts'

/** Adds `list`. */
export function addList(program: Command, act: Act): void {
  program
    .command('list')
    .summary('list agent templates')
    .description('Lists the agent templates of this machine, or of the Muster that --url names.')
    .action(act(list))
}

async function list(context: Context): Promise<number> {
  const templates = await templatesHere(context)
  if (context.globals.output === 'json') context.answer({ templates })
  else if (context.globals.output === 'jsonl') for (const template of templates) context.answer(template)
  else context.print(tableOf(templates, columnsOf(context.io.out)))
  return EXIT.ok
}

async function templatesHere(context: Context): Promise<readonly Template[]> {
  const named = await namedMuster(context)
  if (named !== null) return named.templates()
  const { templatesOf } = await import('../host/library.ts')
  const { templates, problems } = await templatesOf(context.io)
  if (problems.length > 0) {
    const columns = columnsOf(context.io.err)
    context.say(renderProblems(problems, { theme: context.errTheme, source: null, columns }))
  }
  return templates
}

function tableOf(templates: readonly Template[], columns: number): readonly string[] {
  const rows = templates
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
    .map((template) => [
      template.name,
      template.version,
      `T${template.tier} ${TIER_NAMES[template.tier]}`,
      template.binaries
        .map(({ name, version }) => (version === null ? name : `${name} ${version}`))
        .join(', ') || '-',
      (template.description ?? '').replace(/\s+/g, ' ').trim(),
    ])
  return renderTable(['TEMPLATE', 'VERSION', 'TIER', 'NEEDS', 'DESCRIPTION'], rows, columns)
}
