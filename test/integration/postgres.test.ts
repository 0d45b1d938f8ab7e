import { openPostgresLedger } from '@muster/ledger'
import { testLedgerUrl, testStoreUrl } from '@muster/testing'
import { describeMuster } from './describe-muster.ts'

// MUSTER_TEST_LEDGER_URL and MUSTER_TEST_STORE_URL point this at running servers, a DragonflyDB for one.
describeMuster('Postgres and redis-server', async () => {
  const [postgres, redis] = await Promise.all([testLedgerUrl(), testStoreUrl()])
  const ledger = await openPostgresLedger(postgres.url)
  return {
    ledger,
    storeUrl: redis.url,
    async close() {
      await ledger.close()
      await Promise.all([postgres.stop(), redis.stop()])
    },
  }
})
