import { type Fact, gateAt, type Revoked, type RunState, type StageId } from '@muster/core'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'

/** Gates that are reopened together. */
const BATCH = 200

/** That a gate was opened under other policies than those in force, and so is to open again; null when it was not. */
export function reopening(state: RunState, stage: StageId, digest: string, changes: string): Fact | null {
  const at = gateAt(state, stage)
  if (at === null || at.gate.decided !== null) return null
  const { binds } = at.gate
  if (binds === null || binds.policy === digest) return null
  const reason = changes === '' ? 'policy changed' : `policy changed: ${changes}`
  return { kind: 'gate.decided', stage, verdict: 'reopened', reason }
}

/** Reopens what waits for a decision under other policies, once for each change. */
export function createReopening(
  { ledger, policy }: Pick<EngineDeps, 'ledger' | 'policy'>,
  beat: Beat,
): () => Promise<void> {
  let looked: string | null = null

  async function reopenOf(tenant: string, digest: string): Promise<void> {
    const open = await ledger.gates({ tenant, open: true })
    const old = open.filter(({ about }) => (about?.binds?.policy ?? digest) !== digest)
    for (let from = 0; from < old.length; from += BATCH)
      await beat.move(
        old.slice(from, from + BATCH).map(({ run, stage }) => ({
          run,
          judge: (state, _row, revoked) =>
            reopening(state, stage, policy.digest, changesIn(revoked, policy.digest)),
        })),
      )
  }

  return async () => {
    const digest = policy.running()
    if (digest === null || digest === looked) return
    for (const { id } of await ledger.tenants()) await reopenOf(id, digest)
    looked = digest
  }
}

/** What the newest change of policies changed, in words, when those in force came with it. */
export function changesIn({ policies }: Revoked, digest: string): string {
  return policies?.digest === digest ? policies.changes : ''
}
