import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPgliteLedger } from '@muster/ledger'
import { startLocalServer } from '@muster/store'
import { SILENT } from '../support/muster.ts'
import { describeMuster } from './describe-muster.ts'

describeMuster('PGlite and its private server', async () => {
  const home = mkdtempSync(join(tmpdir(), 'muster-pglite-'))
  const server = await startLocalServer({ home, log: SILENT })
  const ledger = await openPgliteLedger(join(home, 'ledger'))
  return {
    ledger,
    storeUrl: server.url,
    async close() {
      await ledger.close()
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
})
