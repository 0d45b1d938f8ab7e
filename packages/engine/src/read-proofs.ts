import {
  type AttemptIdentity,
  identityProblem,
  needsPermit,
  type RunRow,
  type RunState,
  type Signer,
  type WorkerMessage,
  type WorkPhase,
} from '@muster/core'

/** What is wrong with who a message says it is of; null when it is proven, or its tier need not prove it. */
export type Proofs = (message: WorkerMessage, state: RunState, row: RunRow) => string | null

/** Reads what messages prove, before they are judged: judging waits for nothing. */
export async function readProofs(signer: Signer, messages: readonly WorkerMessage[]): Promise<Proofs> {
  const identities = new Map<string, AttemptIdentity | null>()
  const credentials = new Set(
    messages.flatMap(({ credential }) => (credential === undefined ? [] : [credential])),
  )
  if (credentials.size > 0)
    await Promise.all([...credentials].map(async (text) => identities.set(text, await signer.read(text))))
  return (message, state, { tenant }) => {
    const node = state.nodes.get(message.stage)
    if (node?.type !== 'agent' || !needsPermit(node.tier)) return null
    const identity = identities.get(message.credential ?? '') ?? null
    const { run, stage, fence } = message
    return identityProblem(identity, { tenant, run, stage, fence, tier: node.tier, ...attemptOf(message) })
  }
}

/** A report on an effect names no phase: its fence stands for that. */
function attemptOf(message: WorkerMessage): { readonly phase?: WorkPhase; readonly attempt?: number } {
  if ('permit' in message) return { phase: 'EXECUTE', attempt: message.attempt }
  if ('phase' in message) return { phase: message.phase as WorkPhase, attempt: message.attempt }
  return {}
}
