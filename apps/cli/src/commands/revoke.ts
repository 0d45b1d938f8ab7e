import { EXIT, REVOCATION_SCOPES, type RevocationScope, type RevokeAnswer } from '@muster/core'
import { Argument, type Command } from 'commander'
import type { Act } from '../act.ts'
import { type Context, columnsOf } from '../context.ts'
import { counted } from '../render/problems.ts'
import { renderTable } from '../render/table.ts'
import { dayAndTime } from '../render/when.ts'
import { sayIfLeft, withMuster } from '../with-muster.ts'

interface RevokeOptions {
  readonly reason: string
  readonly lift?: boolean
}

/** Adds `revoke SCOPE ID`. */
export function addRevoke(program: Command, act: Act): void {
  program
    .command('revoke')
    .summary('stop something for good')
    .description(
      'Revokes a run or an agent for good, or a template, a project or a worker until that is lifted. What works is killed at once, and nothing that it puts out is accepted any more.',
    )
    .addArgument(new Argument('<scope>', 'what it is').choices(REVOCATION_SCOPES))
    .argument(
      '<id>',
      'a run, an agent as RUN.STAGE, a template as NAME or NAME@VERSION, a project or a worker',
    )
    .requiredOption('--reason <text>', 'why; kept in the ledger')
    .option('--lift', 'take a template, a project or a worker back into use')
    .action(act(revoke))
}

function revoke(
  context: Context,
  scope: RevocationScope,
  id: string,
  { reason, lift = false }: RevokeOptions,
): Promise<number> {
  return withMuster(context, async (muster, reached) => {
    const answer = await muster.revoke({ scope, id, reason, ...(lift ? { lift } : {}) })
    if (context.globals.output !== 'text') context.answer(answer)
    else context.print(linesOf(answer))
    if (scope === 'run') await sayIfLeft(context, reached, id)
    return EXIT.ok
  })
}

function linesOf({ scope, id, revoked, changed, runs }: RevokeAnswer): readonly string[] {
  const subject = `${scope.charAt(0).toUpperCase()}${scope.slice(1)} ${id}`
  if (!revoked) return [changed ? `${subject} is back in use.` : `${subject} was not revoked.`]
  const first = changed ? `${subject} is revoked.` : `${subject} was revoked already.`
  return runs === 0 || scope === 'run' || scope === 'agent'
    ? [first]
    : [first, `It was at work in ${counted(runs, 'run')}.`]
}

/** Adds `revocations`. */
export function addRevocations(program: Command, act: Act): void {
  program
    .command('revocations')
    .summary('list what stands revoked')
    .description('Lists the templates, projects and workers that are revoked until that is lifted.')
    .action(
      act((context) =>
        withMuster(context, async (muster) => {
          const revocations = await muster.revocations()
          const { globals, io } = context
          if (globals.output === 'json') context.answer({ revocations })
          else if (globals.output === 'jsonl') for (const one of revocations) context.answer(one)
          else if (revocations.length === 0) context.print(['Nothing stands revoked.'])
          else
            context.print(
              renderTable(
                ['SCOPE', 'ID', 'SINCE', 'BY', 'REASON'],
                revocations.map(({ scope, id, at, by, reason }) => [
                  scope,
                  id,
                  dayAndTime(at),
                  by.name,
                  reason,
                ]),
                columnsOf(io.out),
              ),
            )
          return EXIT.ok
        }),
      ),
    )
}
