// The worker that ships, in a process of its own. It tells how many agents have gone through EXIT.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fleetKeyFile, jwksFile } from '@muster/core'
import { createJobCheck, createPermitCheck, readFleetKey, readJwks } from '@muster/identity'
import {
  createArtifacts,
  createBareLauncher,
  createSupervisor,
  openLauncher,
  prepareEffect,
  runPhase,
} from '@muster/runtime'
import { connectStore } from '@muster/store'
import { createWorker } from '@muster/worker'
import { answer, now, tell } from './answer.mjs'
import { LOG } from './log.mjs'

const SUCCEEDED = { kind: 'succeeded', record: {} }
/** Word of exits is given at most this often. */
const TELL_MS = 5

/** How a phase is run: by an agent in this process that does nothing or sleeps, or by the template's program. */
const AGENTS = {
  noop: () => async () => SUCCEEDED,
  sleep: (ms) => async () => {
    await pause(ms)
    return SUCCEEDED
  },
  program: () => runPhase,
  effects: () => askForEffects,
}

/** Asks for as many effects as its input `effects` says, one after the other; `traceEffects` answers what each took. */
async function askForEffects(job, host) {
  const plan = { actions: [{ verb: 'file.write', target: 'out/governed' }] }
  if (job.phase === 'PLAN') return { kind: 'succeeded', record: { plan, planDigest: 'sha256:0' } }
  if (job.phase !== 'EXECUTE') return SUCCEEDED
  const { inputs } = JSON.parse(Buffer.from(await host.artifacts.get(job.brief)).toString())
  for (let key = 0; key < inputs.effects; key += 1) {
    // The bare write lets what was told before be committed.
    await timed('denied', () => ask(host, { target: 'out/unplanned', key: `denied ${key}` }, 'deny'))
    await timed('bare', () => writeBare(host))
    await timed('done', () => ask(host, { target: 'out/governed', key: `done ${key}` }, 'allow'))
    await timed('bare', () => writeBare(host))
  }
  return SUCCEEDED
}

async function timed(name, work) {
  const began = now()
  await work()
  effects.push({ name, ms: now() - began })
}

async function ask(host, what, expected) {
  const answer = await host.effects.request({ verb: 'file.write', parameters: { content: 'x' }, ...what })
  if (answer.decision !== expected) throw new Error(JSON.stringify(answer))
}

/** What the host does once it may. */
async function writeBare(host) {
  const place = {
    projectDir: host.project,
    path: host.path,
    launcher: host.launcher,
    idempotencyKey: '',
    env: {},
  }
  const declaration = { verb: 'file.write', roots: ['out'], maxBytes: 100 }
  const { ended } = await prepareEffect(declaration, 'out/bare', { content: 'x' }, place).run(host.signal)
  if (ended !== 'done') throw new Error(ended)
}

let effects = []
let connection
let worker
let launcher
let supervisor
let exits = 0
let told = 0
let exitedAt = 0
let telling
let phases = []
let tracing = false

function tellExits() {
  telling = undefined
  if (told === exits) return
  told = exits
  tell({ exits, at: exitedAt })
  telling = setTimeout(tellExits, TELL_MS)
}

/** Notes when each phase began and ended. */
function watched(perform) {
  return async (job, host) => {
    const began = now()
    const outcome = await perform(job, host)
    if (tracing) phases.push({ run: job.run, stage: job.stage, phase: job.phase, began, ended: now() })
    if (job.phase === 'EXIT') {
      exits += 1
      exitedAt = now()
      if (telling === undefined) tellExits()
    }
    return outcome
  }
}

async function start(options) {
  const { id, storeUrl, artifacts, workspaces, path, concurrency, agent, sleepMs, tiers, project } = options
  if (options.sandbox) supervisor = createSupervisor(LOG)
  const cache = join(project, 'cache')
  launcher = options.sandbox
    ? await openLauncher({ sandbox: 'bubblewrap', path, home: homedir(), cache, supervisor, log: LOG })
    : createBareLauncher()
  connection = await connectStore(storeUrl, LOG)
  const fleet = readFleetKey(fleetKeyFile(artifacts))
  const readKeys = () => readJwks(jwksFile(artifacts))
  worker = createWorker({
    connection,
    id,
    tiers,
    concurrency,
    host: {
      artifacts: createArtifacts(artifacts),
      workspaces,
      launcher,
      project,
      hidden: [],
      path,
      env: {},
    },
    permits: createPermitCheck(fleet, readKeys, Date.now),
    jobs: createJobCheck(fleet, readKeys, Date.now),
    seals: fleet,
    perform: watched(AGENTS[agent](sleepMs)),
    log: LOG,
    clock: Date.now,
    drainMs: 1_000,
  })
  await worker.start()
}

async function stop() {
  await worker?.stop()
  await launcher?.stop()
  await supervisor?.stop()
  await connection?.close()
}

answer({
  start,
  stop,
  traceEffects: async () => {
    const taken = effects
    effects = []
    return taken
  },
  trace: async ({ on }) => {
    const taken = phases
    phases = []
    tracing = on
    return taken
  },
})
