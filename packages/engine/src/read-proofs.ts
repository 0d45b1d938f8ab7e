import {
  type AttemptIdentity,
  type ForgedMessage,
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
export async function readProofs(
  signer: Signer,
  messages: readonly (WorkerMessage | ForgedMessage)[],
): Promise<Proofs> {
  const identities = new Map<string, AttemptIdentity | null>()
  const given = new Map(
    messages.flatMap((message) => (message.credential === undefined ? [] : [[proofOf(message), message]])),
  )
  if (given.size > 0)
    await Promise.all(
      [...given].map(async ([proof, message]) =>
        identities.set(proof, await signer.read(message.credential ?? '', message)),
      ),
    )
  return (message, state, { tenant }) => {
    const node = state.nodes.get(message.stage)
    if (node?.type !== 'agent' || !needsPermit(node.tier)) return null
    const identity = identities.get(proofOf(message)) ?? null
    const { run, stage, fence } = message
    return identityProblem(identity, { tenant, run, stage, fence, tier: node.tier, ...attemptOf(message) })
  }
}

/** A credential, with the attempt that it is shown for. */
function proofOf({ run, stage, fence, credential = '' }: WorkerMessage | ForgedMessage): string {
  return `${run}.${stage} ${fence} ${credential}`
}

/** A report on an effect names no phase: its fence stands for that. */
function attemptOf(message: WorkerMessage): { readonly phase?: WorkPhase; readonly attempt?: number } {
  if ('permit' in message) return { phase: 'EXECUTE', attempt: message.attempt }
  if ('phase' in message) return { phase: message.phase as WorkPhase, attempt: message.attempt }
  return {}
}
