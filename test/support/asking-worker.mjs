// A worker process for tests. Agents with an input `asks` ask for the effects that it lists in EXECUTE, in order; what they
// were answered is their output. An agent that is denied something fails, as one would that cannot go on.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fleetKeyFile, jwksFile } from '@muster/core'
import { createJobCheck, createPermitCheck, readFleetKey, readJwks } from '@muster/identity'
import {
  createArtifacts,
  createBareLauncher,
  createSupervisor,
  openLauncher,
  runPhase,
} from '@muster/runtime'
import { connectStore } from '@muster/store'
import { createWorker } from '@muster/worker'

const [id, storeUrl, home, project, tiers] = process.argv.slice(2)
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function perform(job, host) {
  const outcome = await runPhase(job, host)
  if (job.phase !== 'EXECUTE' || outcome.kind !== 'succeeded') return outcome
  const brief = JSON.parse(Buffer.from(await host.artifacts.get(job.brief)).toString())
  if (brief.inputs.asks === undefined) return outcome
  const answers = []
  for (const ask of brief.inputs.asks) answers.push(await host.effects.request({ parameters: {}, ...ask }))
  const denied = answers.find(({ decision, code }) => decision === 'deny' && code === 'unknown')
  if (denied === undefined) return { ...outcome, outputs: { answers } }
  const fault = { code: 'DENIED', message: denied.reason, hint: null }
  return { kind: 'failed', fault, retryable: true, record: {} }
}

const connection = await connectStore(storeUrl)
const supervisor = createSupervisor(SILENT)
const launcher = await openLauncher({
  sandbox: 'bubblewrap',
  path: process.env.PATH,
  home: homedir(),
  cache: join(home, 'cache'),
  supervisor,
  log: SILENT,
})
const fleet = readFleetKey(fleetKeyFile(home))
const readKeys = () => readJwks(jwksFile(home))
const worker = createWorker({
  connection,
  id,
  tiers: tiers.split(',').map(Number),
  concurrency: 2,
  host: {
    artifacts: createArtifacts(join(home, 'artifacts')),
    workspaces: join(project, '.muster', 'workspaces'),
    launcher,
    project,
    hidden: [],
    path: process.env.PATH,
    env: {},
  },
  permits: createPermitCheck(fleet, readKeys, Date.now),
  jobs: createJobCheck(fleet, readKeys, Date.now),
  seals: fleet,
  perform,
  outside: createBareLauncher(supervisor),
  log: SILENT,
  clock: Date.now,
  drainMs: 5_000,
})
await worker.start()
process.once('SIGTERM', () => void stop())

async function stop() {
  await worker.stop()
  await connection.close()
  await launcher.stop()
  await supervisor.stop()
}
