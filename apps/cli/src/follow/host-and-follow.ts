import type { Muster } from '@muster/sdk'
import type { Context } from '../context.ts'
import { reach } from '../host/reach.ts'
import { listenForSignals } from '../signals.ts'
import { conclude } from './conclude.ts'
import { followRun } from './follow-run.ts'
import { serveOthers } from './serve-others.ts'

export interface HostAndFollowOptions {
  readonly workers: number
  readonly concurrency: number
  readonly waitGates: boolean
  readonly timeoutMs: number | null
}

/** A run to follow: entries up to `shownFrom` are old news. */
export interface Begun {
  readonly run: string
  readonly shownFrom: number
}

/** Begins a run at the Muster at hand, or at one started here for its time, and follows it; answers the exit code. */
export async function hostAndFollow(
  context: Context,
  options: HostAndFollowOptions,
  begin: (muster: Muster) => Promise<Begun>,
): Promise<number> {
  const interrupt = listenForSignals()
  const since = context.io.now()
  const reached = await reach(context, { ...options, port: 0 })
  const { muster, host } = reached
  try {
    interrupt.signal.throwIfAborted()
    const begun = await begin(muster)
    const followed = await followRun(context, reached, { ...options, ...begun, signal: interrupt.signal })
    const code = conclude(context, followed, interrupt.code())
    if (host === null) return code
    if (followed.why === 'ended')
      await serveOthers(context, muster, { run: begun.run, since }, interrupt.signal)
    else context.say(['  Its Muster stops with this command: the run goes on at the next `npx muster up`.'])
    return code
  } catch (thrown) {
    if (interrupt.signal.aborted) return interrupt.code()
    throw thrown
  } finally {
    await reached.close()
    interrupt.close()
  }
}
