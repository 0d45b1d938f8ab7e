import type {
  Artifacts,
  Clock,
  DeciderView,
  Drain,
  KeysAnswer,
  Ledger,
  Log,
  LogLine,
  Service,
  VerifyAnswer,
  VoteJob,
  VoteJobAnswer,
  WorkerView,
} from '@muster/core'
import type { Engine } from '@muster/engine'
import type { PolicyKeeper } from '@muster/policy'
import type { Queue } from 'bullmq'
import type { OidcSetting } from './oidc.ts'

/** The live log stream of agents. */
export interface LogReader {
  /** At most `count` lines of an agent, named as by keys, after the stream id `afterId`, oldest first; null reads from the start. */
  read(
    agent: string,
    afterId: string | null,
    count: number,
  ): Promise<readonly { readonly id: string; readonly line: LogLine }[]>
}

/** Who works, and whether the store that joins them answers. Its commands wait for a store that is away. */
export interface FleetReader {
  workers(): Promise<readonly WorkerView[]>
  /** Has a worker take no new agents, or with null take them again; answers whether that changed anything. */
  drain(worker: string, drain: Drain | null): Promise<boolean>
  /** Asks the store for its name and what it holds, in words. */
  store(): Promise<string>
}

/** All that the dashboard needs of the rest of Muster. */
export interface DashboardDeps {
  readonly engine: Engine
  readonly ledger: Ledger
  readonly artifacts: Artifacts
  readonly policy: PolicyKeeper
  readonly queues: () => Promise<readonly Queue[]>
  /** Has the votes taken that scripts put into the queue, as long as it runs. */
  readonly votes: (take: (job: VoteJob) => Promise<VoteJobAnswer>) => Service
  readonly logs: LogReader
  readonly fleet: FleetReader
  /** The processes that decide by policies. */
  readonly deciders: { all(): Promise<readonly DeciderView[]> }
  /** Verifies the chains of these runs of a tenant; null means all of them, and what it revoked. */
  readonly verifyLedger: (tenant: string, runs: readonly string[] | null) => Promise<VerifyAnswer>
  /** Calls back whenever a run has new entries; answers how to stop that. */
  readonly changes: (listener: (run: string) => void) => () => void
  /** The name of the local owner: who a request without a name speaks for. */
  readonly owner: string
  /** Whether the owner may speak for others: on one machine, with one person at it. */
  readonly speaksForOthers: boolean
  /** What lets the local owner in, as a bearer or by `/?token=`; it is in the home unless given. */
  readonly token: string
  /** The provider by which people log in; null for none. */
  readonly oidc: OidcSetting | null
  /** Requests that one person may send in a minute; the owner's are not counted. */
  readonly requestsPerMinute: number
  /** The public halves of the keys that sign permits, as a JSON Web Key Set. */
  readonly publicKeys: () => Promise<KeysAnswer>
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly version: string
  readonly log: Log
  readonly clock: Clock
}
