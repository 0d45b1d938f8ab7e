// The worker that ships, in a process of its own. It tells how many agents have gone through EXIT.
import { setTimeout as pause } from 'node:timers/promises'
import { createArtifacts, createBareLauncher, runPhase } from '@muster/runtime'
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
}

let connection
let worker
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

async function start({ id, storeUrl, artifacts, workspaces, path, concurrency, agent, sleepMs }) {
  connection = await connectStore(storeUrl, LOG)
  worker = createWorker({
    connection,
    id,
    tiers: [0],
    concurrency,
    host: {
      artifacts: createArtifacts(artifacts),
      workspaces,
      launcher: createBareLauncher(),
      project: workspaces,
      hidden: [],
      path,
      env: {},
    },
    perform: watched(AGENTS[agent](sleepMs)),
    log: LOG,
    clock: Date.now,
    drainMs: 1_000,
  })
  await worker.start()
}

async function stop() {
  await worker?.stop()
  await connection?.close()
}

answer({
  start,
  stop,
  trace: async ({ on }) => {
    const taken = phases
    phases = []
    tracing = on
    return taken
  },
})
