import { startChild } from './child.mjs'

const CHILD = new URL('../peers/dbos-child.mjs', import.meta.url)

/** DBOS: workflows of eight no-op steps, called directly, on a database of the same Postgres. */
export async function openDbos(servers) {
  const settings = { databaseUrl: await servers.postgres.createDatabase() }
  // Its driver warns of its own use of it.
  const child = await startChild(CHILD, settings, { env: { NODE_OPTIONS: '--no-deprecation' } })
  return {
    /** Runs that many workflows, all in flight; answers milliseconds. */
    run: ({ count }) => child.call('run', { count }),
    cpu: { workflows: child.cpuMs },
    close: child.close,
  }
}
