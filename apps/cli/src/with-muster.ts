import { MusterError } from '@muster/core'
import type { Muster } from '@muster/sdk'
import type { Context } from './context.ts'
import { type Reached, reach } from './host/reach.ts'

/** Works with the Muster at hand, or with one started for this command alone, without workers. */
export async function withMuster(
  context: Context,
  work: (muster: Muster, reached: Reached) => Promise<number>,
): Promise<number> {
  const reached = await reach(context, { workers: 0, concurrency: 1, port: 0 })
  try {
    return await work(reached.muster, reached)
  } finally {
    await reached.close()
  }
}

/** Says that a run waits for workers, when nothing but this command looks after it. */
export async function sayIfLeft(context: Context, { muster, host }: Reached, run: string): Promise<void> {
  if (host === null) return
  const { status } = (await muster.run(run).status()).run
  if (status === 'running') context.say([`Run ${run} goes on at the next \`npx muster up\`.`])
}

/** The run of a gate. Throws MUSTER_GATE_NOT_FOUND for what cannot be a gate. */
export function runOfGate(gate: string): string {
  const dot = gate.indexOf('.')
  if (dot < 1) throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate })
  return gate.slice(0, dot)
}
