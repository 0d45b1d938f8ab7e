import type { Artifacts, Documents } from '@muster/core'
import type { Engine } from '@muster/engine'
import { verifyLedger } from '@muster/ledger'
import { createDashboard, type Dashboard, type DashboardDeps } from '../../apps/dashboard/src/index.ts'
import type { Engines } from './engines.ts'
import { SILENT } from './muster.ts'

const NOTHING: Documents = { put: async () => 'sha256:0', get: async () => new Uint8Array() }
const ARTIFACTS: Artifacts = { ...NOTHING, shelf: () => NOTHING }

/** A dashboard over engines, whose time stands still and which have neither workers nor logs. */
export function dashboardOver(
  engines: Pick<Engines, 'ledger' | 'policies' | 'now'>,
  engine: Engine,
  change: Pick<DashboardDeps, 'owner' | 'token'> & Partial<DashboardDeps>,
): Dashboard {
  const { ledger } = engines
  return createDashboard({
    engine,
    policy: engines.policies,
    ledger,
    artifacts: ARTIFACTS,
    queues: async () => [],
    votes: () => ({ start: async () => {}, stop: async () => {} }),
    logs: { read: async () => [] },
    fleet: { workers: async () => [], drain: async () => false, store: async () => 'none' },
    deciders: { all: async () => [] },
    verifyLedger: (tenant, runs) => verifyLedger(ledger.of(tenant), runs),
    changes: () => () => {},
    oidc: null,
    speaksForOthers: false,
    requestsPerMinute: 1_000_000,
    publicKeys: async () => ({ keys: [] }),
    host: '127.0.0.1',
    port: 0,
    version: '0',
    log: SILENT,
    clock: () => engines.now,
    ...change,
  })
}
