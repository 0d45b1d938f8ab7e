import type { Muster } from '@muster/sdk'
import type { Context } from '../context.ts'
import { counted } from '../render/problems.ts'

/**
 * Before a host that one command started stops: waits for the runs that others submitted through it, and says which
 * earlier runs stay open.
 */
export async function serveOthers(
  context: Context,
  muster: Muster,
  own: { readonly run: string; readonly since: number },
  signal: AbortSignal,
): Promise<void> {
  let told = false
  while (!signal.aborted) {
    const open: { readonly id: string; readonly submittedAt: number }[] = []
    for await (const run of muster.runs({ status: 'running' })) if (run.id !== own.run) open.push(run)
    const others = open.filter((run) => run.submittedAt >= own.since)
    if (others.length === 0) {
      if (open.length > 0)
        context.say([
          `${counted(open.length, 'other run')} still open: kept until the next \`npx muster up\`.`,
        ])
      return
    }
    if (!told)
      context.say([
        `Runs of others go through this Muster (${others.map((run) => run.id).join(', ')}): it serves until they end.`,
        '  hint: Ctrl-C stops it now; they go on at the next `npx muster up`.',
      ])
    told = true
    try {
      await Promise.all(others.map((run) => muster.run(run.id).result({ signal })))
    } catch (thrown) {
      if (!signal.aborted) throw thrown
    }
  }
}
