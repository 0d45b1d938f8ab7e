import { EXIT, type TenantView } from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderTable } from '../render/table.ts'
import { withMuster } from '../with-muster.ts'

/** Adds `tenant create NAME` and `tenant list`. */
export function addTenant(program: Command, act: Act): void {
  const tenant = program
    .command('tenant')
    .summary('make and list tenants')
    .description('Makes and lists the tenants of this Muster and their projects: for its owner.')
  tenant
    .command('create')
    .summary('make a tenant, or a project of one')
    .description('Makes a tenant with its project `default`; with --project also that one. Twice is once.')
    .argument('<name>', 'small letters, digits and hyphens')
    .option('--project <name>', 'a project to make in it')
    .action(act(create))
  tenant
    .command('list')
    .summary('list tenants and their projects')
    .description('Lists tenants and their projects.')
    .action(act(list))
}

function create(context: Context, name: string, { project }: { readonly project?: string }): Promise<number> {
  return withMuster(context, async (muster) => {
    const answer = await muster.createTenant({ tenant: name, ...(project === undefined ? {} : { project }) })
    if (context.globals.output !== 'text') context.answer(answer)
    else {
      const what = project === undefined ? `Tenant ${name}` : `Project ${project} of tenant ${name}`
      context.print([answer.created ? `${what} is made.` : `${what} was there already.`])
    }
    return EXIT.ok
  })
}

function list(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const tenants = await muster.tenants()
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ tenants })
    else if (globals.output === 'jsonl') for (const one of tenants) context.answer(one)
    else context.print(renderTable(['TENANT', 'PROJECTS'], tenants.map(rowOf), columnsOf(io.out)))
    return EXIT.ok
  })
}

function rowOf({ id, projects }: TenantView): readonly string[] {
  return [id, projects.join(', ')]
}
