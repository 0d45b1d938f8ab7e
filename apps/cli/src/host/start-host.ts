import { hostname } from 'node:os'
import {
  type Actor,
  DEFAULT_TENANT,
  fleetKeyFile,
  jwksFile,
  keySecretFile,
  readNoticeReceivers,
  readRetention,
} from '@muster/core'
import type { Engine } from '@muster/engine'
import { ownerToken } from '@muster/identity'
import type { PolicyKeeper } from '@muster/policy'
import { openFoundations } from './foundations.ts'
import type { HomeLock } from './home-lock.ts'
import { removeHostFile, writeHostFile } from './host-file.ts'
import type { HostOptions } from './host-options.ts'
import { createStack } from './stack.ts'

/** A whole Muster inside this process, but for its store and its workers. */
export interface Host {
  readonly url: string
  readonly token: string
  readonly workers: number
  /** What it stands on, in words. */
  readonly store: string
  readonly ledger: string
  /** Stops everything in reverse and gives the home back. Safe to call twice. */
  stop(): Promise<void>
}

/** Starts store, ledger, planner, dashboard and workers. The lock is given back when it stops or cannot start. */
export async function startHost(options: HostOptions, lock: HomeLock): Promise<Host> {
  const { home, env, log } = options
  const stack = createStack(log)
  const atExit = () => lock.release()
  process.once('exit', atExit)
  stack.add('lock', () => {
    lock.release()
    process.removeListener('exit', atExit)
  })
  try {
    const code = loadCode()
    const policies = loadPolicies(options)
    const { connection, ledger, artifacts, workers, words } = await openFoundations(options, stack)
    const [{ createPlanner }, { startDashboard }, { templatesOf, pipelinesOf }] = await code
    const [library, pipelines, policy] = await Promise.all([
      templatesOf(options),
      pipelinesOf(options),
      policies,
    ])
    for (const problem of library.problems) log.error({ ...problem }, 'a template cannot be used')
    const planner = createPlanner({
      ledger,
      connection,
      artifacts,
      templates: library.source,
      pipelines,
      jwksFile: jwksFile(home),
      keySecretFile: env['MUSTER_KEY_SECRET'] || keySecretFile(home),
      fleetKeyFile: env['MUSTER_FLEET_KEY'] || fleetKeyFile(home),
      retention: readRetention(env),
      policy,
      receivers: readNoticeReceivers(env),
      name: `${hostname()}-${process.pid}`,
      clock: Date.now,
      random: Math.random,
      log,
    })
    stack.add('planner', () => planner.stop())
    await planner.start()
    await adoptPolicies(options, planner.engine)
    const token = env['MUSTER_TOKEN'] || (await ownerToken(home))
    const { engine, publicKeys } = planner
    const url = await startDashboard(
      {
        ...options,
        token,
        engine,
        publicKeys,
        ledger,
        artifacts,
        connection,
        policy,
      },
      stack,
    )
    if (workers !== null) {
      await writeHostFile(home, { url, pid: process.pid, token })
      stack.add('host file', () => removeHostFile(home, process.pid))
      // Before the planner, which so hears what they came to.
      stack.add('workers', () => workers.stop())
    }
    return { url, token, workers: options.workers, ...words, stop: () => stack.unwind() }
  } catch (thrown) {
    await stack.unwind()
    throw thrown
  }
}

/** Whoever starts the one process of a ledger has its files: they are in force from here on. */
async function adoptPolicies({ env, owner }: HostOptions, { policies }: Engine): Promise<void> {
  if (env['MUSTER_LEDGER_URL'] || !policies.named()) return
  const by: Actor = { kind: 'person', name: owner, roles: ['owner'] }
  await policies.reload({ tenant: DEFAULT_TENANT, by, trusted: true })
}

/** Opens the policies while the store and the ledger start. */
function loadPolicies({ env, cwd }: HostOptions): Promise<PolicyKeeper> {
  const policies = import('@muster/policy').then(({ openPolicy, ownPolicies }) =>
    openPolicy(ownPolicies(env, cwd)),
  )
  policies.catch(() => undefined)
  return policies
}

/** Reads the code while the store and the ledger start. */
function loadCode() {
  const code = Promise.all([
    import('@muster/planner'),
    import('./start-dashboard.ts'),
    import('./library.ts'),
  ])
  code.catch(() => undefined)
  return code
}
