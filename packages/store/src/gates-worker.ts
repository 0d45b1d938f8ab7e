import { type GateJob, type Log, QueueNames, type Service } from '@muster/core'
import type { StoreConnection } from './connection.ts'
import { createQueueWorker } from './queue-worker.ts'

const CONCURRENCY = 16

/** Tells `due` of each gate whose deadline has come. It only wakes: the ledger says what is due. */
export function createGatesWorker(
  connection: StoreConnection,
  due: (job: GateJob) => Promise<void>,
  log: Log,
): Service {
  return createQueueWorker<GateJob, void>(connection, {
    name: QueueNames.gates,
    concurrency: CONCURRENCY,
    process: (job) => due(job.data),
    log,
  })
}
