import {
  EXIT,
  MusterError,
  parseDuration,
  PERMISSIONS,
  type Permission,
  type TokenBody,
  type TokenView,
} from '@muster/core'
import type { Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { withMuster } from '../with-muster.ts'

interface CreateOptions {
  readonly tenant?: string
  readonly as?: string
  readonly script?: boolean
  readonly roles?: string
  readonly may?: string
  readonly project?: string
  readonly for?: string
}

/** Adds `token create|list|revoke`. */
export function addToken(program: Command, act: Act): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens of the API')
    .description('Makes, lists and revokes tokens of the API.')
  token
    .command('create')
    .summary('make a token')
    .description('Makes a token and writes it out, once: Muster keeps only its hash.')
    .argument('<name>', 'what it is for')
    .option('--tenant <name>', 'the tenant that it is of; for the owner of the machine alone')
    .option('--as <name>', 'whom it speaks for, instead of you')
    .option('--script', 'it is for a script, not for a person')
    .option('--roles <list>', 'roles, separated by commas, instead of yours')
    .option('--may <list>', `permissions instead of those of the roles: ${PERMISSIONS.join(', ')}`)
    .option('--project <name>', 'the only project that it may act in')
    .option('--for <duration>', 'how long it is good: 90d unless given, at most 366d')
    .action(act(create))
  token
    .command('list')
    .summary('list tokens')
    .description('Lists your tokens, or all of the tenant when you may administer it.')
    .action(act(list))
  token
    .command('revoke')
    .summary('revoke a token')
    .description('Revokes a token for good, with every session that began with it.')
    .argument('<id>', 'the id of a token, as `muster token list` shows it')
    .option('--reason <text>', 'why; kept in the ledger')
    .action(act(revoke))
}

function create(context: Context, name: string, options: CreateOptions): Promise<number> {
  const body = bodyOf(name, options)
  return withMuster(context, async (muster) => {
    const made = await muster.createToken(body)
    if (context.globals.output !== 'text') context.answer(made)
    else {
      context.print([made.token])
      context.say([
        `Token ${made.view.id} is good until ${dayAndTime(made.view.expiresAt)}. Nobody sees it again.`,
      ])
    }
    return EXIT.ok
  })
}

function list(context: Context): Promise<number> {
  return withMuster(context, async (muster) => {
    const tokens = await muster.tokens()
    const { globals, io } = context
    if (globals.output === 'json') context.answer({ tokens })
    else if (globals.output === 'jsonl') for (const one of tokens) context.answer(one)
    else if (tokens.length === 0) context.print(['There are no tokens.'])
    else context.print(renderTable(HEADS, tokens.map(rowOf), columnsOf(io.out)))
    return EXIT.ok
  })
}

const HEADS = ['ID', 'NAME', 'FOR', 'MAY', 'EXPIRES', 'LAST USED', 'REVOKED']

function rowOf({
  id,
  name,
  actor,
  permissions,
  expiresAt,
  lastUsedAt,
  revokedAt,
}: TokenView): readonly string[] {
  const when = (at: number | null) => (at === null ? '-' : dayAndTime(at))
  return [id, name, actor.name, permissions.join(','), when(expiresAt), when(lastUsedAt), when(revokedAt)]
}

function revoke(context: Context, id: string, { reason }: { readonly reason?: string }): Promise<number> {
  return withMuster(context, async (muster) => {
    await muster.revokeToken(id, reason)
    if (context.globals.output === 'text') context.print([`Token ${id} is revoked.`])
    else context.answer({ id, revoked: true })
    return EXIT.ok
  })
}

function bodyOf(
  name: string,
  { tenant, as, script, roles, may, project, for: duration }: CreateOptions,
): TokenBody {
  const forMs = duration === undefined ? undefined : parseDuration(duration)
  if (forMs === null)
    throw new MusterError('MUSTER_USAGE', {
      problem: `\`--for ${duration}\`: expected a duration, as 30d or 12h.`,
    })
  return {
    name,
    ...(tenant !== undefined && { tenant }),
    ...(as !== undefined && { as }),
    ...(script === true && { kind: 'script' as const }),
    ...(roles !== undefined && { roles: listOf(roles) }),
    ...(may !== undefined && { permissions: listOf(may) as readonly Permission[] }),
    ...(project !== undefined && { project }),
    ...(forMs !== undefined && { forMs }),
  }
}

function listOf(given: string): readonly string[] {
  return given
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
