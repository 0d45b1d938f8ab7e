import { openPostgresLedger } from '@muster/ledger'
import { startRedisCluster, testLedgerUrl } from '@muster/testing'
import { describeMuster } from './describe-muster.ts'

describeMuster('Postgres and a Redis Cluster of three nodes', async () => {
  const [postgres, cluster] = await Promise.all([testLedgerUrl(), startRedisCluster()])
  const ledger = await openPostgresLedger(postgres.url)
  return {
    ledger,
    storeUrl: `redis+cluster://${cluster.urls.map((url) => new URL(url).host).join(',')}`,
    async close() {
      await ledger.close()
      await Promise.all([postgres.stop(), cluster.stop()])
    },
  }
})
