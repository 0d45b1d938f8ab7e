import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { json } from '../reply.ts'

/** Verifies the hash chain of one run, or of all. */
export const verify: Handler<'get /api/ledger/verify'> = async (
  { query, principal },
  { ledger, verifyLedger },
) => {
  const run = query.run
  return json(await verifyLedger(run === undefined ? null : [(await loadRun(ledger, principal, run)).id]))
}
