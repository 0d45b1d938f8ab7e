import { startPostgres, startRedis } from '@muster/testing'

/**
 * A private Redis (append-only, everysec, no snapshots) and a private Postgres (its defaults: fsync on).
 * `countStatements` loads what createPostgresCounts() needs.
 */
export async function startServers({ countStatements = false } = {}) {
  const settings = countStatements ? { shared_preload_libraries: 'pg_stat_statements' } : {}
  const postgres = await startPostgres({ settings })
  const redis = await startRedis().catch(async (thrown) => {
    await postgres.stop()
    throw thrown
  })
  let databases = 0
  return {
    redis: {
      url: redis.url,
      pid: redis.pid,
      /** The url of an empty one of its fifteen numbered databases: each Muster needs its own. */
      createDatabase: () => `${redis.url}/${++databases}`,
    },
    postgres: { url: postgres.url, pid: postgres.pid, createDatabase: () => postgres.createDatabase() },
    close: async () => void (await Promise.all([redis.stop(), postgres.stop()])),
  }
}
