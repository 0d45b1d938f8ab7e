import { resolve } from 'node:path'
import { EXIT, MusterError, type PublishAnswer, type PublishBody, templateId } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { unreadable } from '../read-text.ts'
import { counted } from '../render/problems.ts'
import { renderTable } from '../render/table.ts'
import { TEMPLATE_HEADS, templateLines, templateRow } from '../render/template-lines.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `template publish|list|show|revoke`. */
export function addTemplate(program: Command, act: Act): void {
  const template = program
    .command('template')
    .summary('publish, list, show and revoke templates')
    .description('Publishes, lists, shows and revokes the templates of your tenant.')
  template
    .command('publish')
    .summary('publish templates')
    .description(
      'Publishes a template, or every one of a directory. A published version never changes; you are its author, and decide no gate of a run that uses it unless the gate says so.',
    )
    .argument('<path>', 'a template, or a directory of templates')
    .action(act(publish))
  template
    .command('list')
    .summary('list the templates of your tenant')
    .description(
      'Lists the templates that pipelines of your tenant may name, by whom they were published, and whether they may be used.',
    )
    .action(act(list))
  template
    .command('show')
    .summary('show a template')
    .description('Shows each version of a template, or one.')
    .argument('<template>', 'a template as NAME or NAME@VERSION')
    .action(act(show))
  template
    .command('revoke')
    .summary('let no new run use a published version')
    .description(
      'Lets no new run use a published version, for good. Runs that use it go on: `muster revoke template` stops those too.',
    )
    .argument('<template>', 'a published version, as NAME@VERSION')
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .action(act(revoke))
}

async function publish(context: Context, path: string): Promise<number> {
  const bodies = await readBodies(context, path)
  return withMuster(context, async (muster) => {
    const answers: PublishAnswer[] = []
    for (const body of bodies) {
      const answer = await muster.publishTemplate(body)
      answers.push(answer)
      if (context.globals.output === 'text') context.print([published(answer)])
      if (context.globals.output === 'jsonl') context.answer(answer)
    }
    if (context.globals.output === 'json') context.answer({ published: answers })
    return EXIT.ok
  })
}

function published({ template, created }: PublishAnswer): string {
  const id = templateId(template)
  return created ? `Template ${id} is published: ${template.digest}` : `Template ${id} was published already.`
}

/** Nothing is published of a directory with a fault in it. Throws MUSTER_TEMPLATE_INVALID, MUSTER_FILE_UNREADABLE. */
async function readBodies({ io }: Context, path: string): Promise<readonly PublishBody[]> {
  const { readTemplates } = await import('@muster/engine')
  const read = await readTemplates(resolve(io.cwd, path)).catch((thrown: unknown) => {
    throw unreadable(path, thrown)
  })
  const problems = read.flatMap(({ parsed }) => [...parsed.problems])
  if (problems.length > 0)
    throw new MusterError(
      'MUSTER_TEMPLATE_INVALID',
      { count: counted(problems.length, 'fault'), file: path },
      problems,
    )
  if (read.length === 0)
    throw new MusterError('MUSTER_USAGE', { problem: `There is no template in ${path}.` })
  return read.map(({ file, text, parsed }) => ({ document: text, file, files: parsed.template?.files ?? {} }))
}

function list(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const templates = await muster.templates()
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ templates })
    else if (globals.output === 'jsonl') for (const one of templates) context.answer(one)
    else context.print(renderTable(TEMPLATE_HEADS, templates.map(templateRow), columnsOf(io.out)))
    return EXIT.ok
  })
}

function show(context: Context, template: string): Promise<number> {
  return withMuster(context, async (muster) => {
    const templates = (await muster.templates()).filter(
      (one) => one.name === template || templateId(one) === template,
    )
    if (templates.length === 0) throw new MusterError('MUSTER_TEMPLATE_NOT_FOUND', { template })
    const { globals } = context
    if (globals.output === 'json') context.answer({ templates })
    else if (globals.output === 'jsonl') for (const one of templates) context.answer(one)
    else context.print(templates.flatMap(templateLines))
    return EXIT.ok
  })
}

function revoke(
  context: Context,
  template: string,
  { reason }: { readonly reason: string },
): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.revokeTemplate(template, reason)
    if (context.globals.output !== 'text') context.answer(answer)
    else
      context.print([
        answer.changed
          ? `No new run may use template ${template}. Runs that use it go on.`
          : `Template ${template} was revoked for new runs already.`,
      ])
    return EXIT.ok
  })
}
