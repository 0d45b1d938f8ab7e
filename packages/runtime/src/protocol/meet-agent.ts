import type { Brief, JsonObject, Outcome } from '@muster/core'
import { captureOf } from '../capture.ts'
import type { PhaseRun } from '../phase-run.ts'
import { onAbort } from './on-abort.ts'
import { reachAgent } from './reach-agent.ts'

type Met =
  | { readonly kind: 'met'; readonly program: JsonObject }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** Starts the program of an agent and shakes hands with it, so that a bad one is found before anything is done. */
export async function meetAgent(run: PhaseRun, brief: Brief, argv: readonly string[]): Promise<Met> {
  const { host, agent } = run
  const capture = captureOf(run)
  let forget = (): void => {}
  try {
    const reached = await reachAgent(run, brief, argv, capture)
    if (reached.kind === 'ended') return reached
    forget = onAbort(host.signal, () => void host.agents.kill(agent))
    await capture.end()
    const { name, version, capabilities } = reached.process.session.hello
    return { kind: 'met', program: { name, version: version.slice(0, 100), phases: capabilities.phases } }
  } finally {
    forget()
    host.agents.put(agent)
  }
}
