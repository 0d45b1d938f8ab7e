import type { Ledger } from '@muster/core'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeReads } from './ledger-reads.ts'
import { describeRevocations } from './ledger-revocations.ts'
import { describeSearch } from './ledger-search.ts'
import { describeTransactions } from './ledger-transactions.ts'
import { describeTrim } from './ledger-trim.ts'
import { describeWrites } from './ledger-writes.ts'

/** A ledger that makes its database first takes seconds, on a busy machine many. */
const OPEN_MS = 120_000

/** What every ledger promises. `open` answers an empty one; the suite migrates and closes it. */
export function describeLedger(name: string, open: () => Promise<Ledger>): void {
  describe(`the ledger on ${name}`, () => {
    let ledger: Ledger | null = null
    beforeAll(async () => {
      ledger = await open()
      await ledger.migrate()
    }, OPEN_MS)
    afterAll(async () => {
      await ledger?.close()
    })
    const opened = (): Ledger => {
      if (ledger === null) throw new Error('the ledger did not open')
      return ledger
    }
    describeTransactions(opened)
    describeWrites(opened)
    describeReads(opened)
    describeSearch(opened)
    describeTrim(opened)
    describeRevocations(opened)
  })
}
