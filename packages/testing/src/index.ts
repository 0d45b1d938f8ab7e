export { A_STORE } from './a-store.ts'
export { anEvidence } from './an-evidence.ts'
export { describeLedger } from './describe-ledger.ts'
export { fetchPostgres } from './fetch-postgres.ts'
export { findBun } from './find-bun.ts'
export { freePort } from './free-port.ts'
export { keysInMemory } from './keys-in-memory.ts'
export {
  aCommit,
  aDispatchedStage,
  aGate,
  aGraph,
  anAbout,
  anAttempt,
  anEffect,
  aRun,
  aRunWithEntries,
  aStage,
  aVote,
  entriesAfter,
} from './ledger-rows.ts'
export { signatureOf } from './s3-signature.ts'
export { createDatabase, findPostgres, type PostgresServer, startPostgres } from './start-postgres.ts'
export { type ServerProcess, startProcess } from './start-process.ts'
export { type RedisServer, startRedis } from './start-redis.ts'
export { type RedisCluster, startRedisCluster } from './start-redis-cluster.ts'
export { type S3StandIn, startS3StandIn } from './start-s3-stand-in.ts'
export { type TestServer, testLedgerUrl, testStoreUrl } from './test-urls.ts'
export { waitFor } from './wait-for.ts'
