import type { Artifacts, KeysAnswer, Log } from '@muster/core'
import { createDashboard } from '@muster/dashboard'
import type { Engine } from '@muster/engine'
import { type AuditLedger, verifyLedger } from '@muster/ledger'
import type { PolicyKeeper } from '@muster/policy'
import {
  createDeciders,
  createFleet,
  createLogStream,
  createVotesWorker,
  onChange,
  openQueues,
  type StoreConnection,
  storeHealth,
} from '@muster/store'
import type { Stack } from './stack.ts'

export interface HostedDashboardOptions {
  readonly engine: Engine
  readonly ledger: AuditLedger
  readonly artifacts: Artifacts
  readonly connection: StoreConnection
  readonly policy: PolicyKeeper
  readonly owner: string
  readonly token: string
  readonly publicKeys: () => Promise<KeysAnswer>
  readonly port: number
  readonly version: string
  readonly log: Log
}

/** Starts the dashboard on loopback; answers where. Throws MUSTER_CONFIG when the port is taken. */
export async function startDashboard(options: HostedDashboardOptions, stack: Stack): Promise<string> {
  const { connection, ledger, log } = options
  const listeners = new Set<(run: string) => void>()
  const unsubscribe = await onChange(connection, (run) => {
    for (const listener of listeners) listener(run)
  })
  stack.add('changes', unsubscribe)
  const queues = openQueues(connection)
  stack.add('queues', () => queues.close())
  const dashboard = createDashboard({
    ...options,
    speaksForOthers: true,
    queues: () => queues.all(),
    votes: (take) => createVotesWorker(connection, take, log),
    logs: createLogStream(connection),
    fleet: { ...createFleet(connection), store: () => storeHealth(connection) },
    deciders: createDeciders(connection),
    verifyLedger: (tenant, runs) => verifyLedger(ledger.of(tenant), runs),
    changes(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    oidc: null,
    requestsPerMinute: 1_200,
    host: '127.0.0.1',
    clock: Date.now,
  })
  stack.add('dashboard', () => dashboard.stop())
  await dashboard.start()
  return dashboard.url()
}
