// A worker process for tests, whose agents ask for effects in EXECUTE: what their input `asks` lists, in order. What they
// were answered is their output. An agent that is denied something fails, as one would that cannot go on.
import { join } from 'node:path'
import { createArtifacts, runPhase } from '@muster/runtime'
import { connectStore } from '@muster/store'
import { createWorker } from '@muster/worker'

const [id, storeUrl, home, project, tiers] = process.argv.slice(2)
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function perform(job, host) {
  const outcome = await runPhase(job, host)
  if (job.phase !== 'EXECUTE' || outcome.kind !== 'succeeded') return outcome
  const brief = JSON.parse(Buffer.from(await host.artifacts.get(job.brief)).toString())
  const answers = []
  for (const ask of brief.inputs.asks) answers.push(await host.effects.request({ parameters: {}, ...ask }))
  const denied = answers.find(({ decision, code }) => decision === 'deny' && code === 'unknown')
  if (denied === undefined) return { ...outcome, outputs: { answers } }
  const fault = { code: 'DENIED', message: denied.reason, hint: null }
  return { kind: 'failed', fault, retryable: true, record: {} }
}

const connection = await connectStore(storeUrl)
const worker = createWorker({
  connection,
  id,
  tiers: tiers.split(',').map(Number),
  concurrency: 2,
  host: {
    artifacts: createArtifacts(join(home, 'artifacts')),
    workspaces: join(home, 'workspaces'),
    path: process.env.PATH,
    env: { MUSTER_PROJECT_DIR: project },
  },
  perform,
  log: SILENT,
  clock: Date.now,
  drainMs: 5_000,
})
await worker.start()
process.once('SIGTERM', () => void worker.stop().then(() => connection.close()))
