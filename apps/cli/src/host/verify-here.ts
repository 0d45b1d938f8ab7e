import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_LEDGER_PATH, MusterError, type VerifyAnswer } from '@muster/core'
import type { Context } from '../context.ts'
import { findOrLock, namedMuster } from './reach.ts'

/**
 * Has the Muster at hand verify its ledger; where none runs, reads the ledger itself, of all tenants. That takes the
 * database and nothing else: no key, no store, and nothing is written. Throws MUSTER_RUN_NOT_FOUND, MUSTER_LEDGER_*.
 */
export async function verifyHere(context: Context, run: string | undefined): Promise<VerifyAnswer> {
  const named = await namedMuster(context)
  if (named !== null) return named.verifyLedger(run)
  const found = await findOrLock(context)
  if ('muster' in found) return found.muster.verifyLedger(run)
  try {
    return await verifyAlone(context, run)
  } finally {
    found.lock.release()
  }
}

async function verifyAlone({ home, io }: Context, run: string | undefined): Promise<VerifyAnswer> {
  const url = io.env['MUSTER_LEDGER_URL'] || null
  const directory = join(home, DEFAULT_LEDGER_PATH)
  if (url === null && !existsSync(directory))
    throw new MusterError('MUSTER_LEDGER_UNREACHABLE', { url: directory, reason: 'there is none' })
  const { openLedger, verifyLedger } = await import('@muster/ledger')
  const ledger = await openLedger({ url, directory })
  try {
    await ledger.requireMigrated()
    if (run === undefined) return await verifyLedger(ledger, null)
    if ((await ledger.anyRun(run)) === null) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run })
    return await verifyLedger(ledger, [run])
  } finally {
    await ledger.close()
  }
}
