// A planner in a process of its own, which also submits, votes and tells when runs have ended.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { DEFAULT_RETENTION, fleetKeyFile, jwksFile } from '@muster/core'
import { loadTemplates } from '@muster/engine'
import { openPostgresLedger, verifyLedger } from '@muster/ledger'
import { createPlanner } from '@muster/planner'
import { openPolicy } from '@muster/policy'
import { createArtifacts } from '@muster/runtime'
import { connectStore, onChange } from '@muster/store'
import { answer, now } from './answer.mjs'
import { LOG } from './log.mjs'

const LOOK_MS = 5
/** Word of a change that has not come after this long was lost. */
const LOST_MS = 10_000
const MANY = 1_000_000
const BY = { kind: 'person', name: 'bench', roles: ['owner'] }

let ledger
let connection
let planner
let deaf
let submitting = Promise.resolve()
let stopping = false
let commits = []
let tracing = false
/** When the newest change of a run was heard of, by run. */
const changedAt = new Map()
const changes = new EventTarget()

async function start({ name, ledgerUrl, storeUrl, artifacts, templates }) {
  const { source, problems } = await loadTemplates([templates])
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  ledger = watched(await openPostgresLedger(ledgerUrl))
  connection = await connectStore(storeUrl, LOG)
  planner = createPlanner({
    ledger,
    connection,
    artifacts: createArtifacts(artifacts),
    jwksFile: jwksFile(artifacts),
    fleetKeyFile: fleetKeyFile(artifacts),
    templates: source,
    pipelines: new Map(),
    policy: await openPolicy(null),
    retention: DEFAULT_RETENTION,
    name,
    clock: Date.now,
    random: Math.random,
    log: LOG,
  })
  await planner.start()
}

/** Notes when each commit began and ended. */
function watched(open) {
  return {
    ...open,
    async write(commit) {
      const began = now()
      const ids = await open.write(commit)
      if (tracing) commits.push({ began, ended: now() })
      return ids
    },
  }
}

async function stop() {
  stopping = true
  await submitting.catch(() => {})
  await deaf?.()
  await planner?.stop()
  await connection?.close()
  await ledger?.close()
}

async function submitOne({ pipeline, inputs = {}, tenant = 'default' }) {
  const { run } = await planner.engine.submit({
    tenant,
    project: 'default',
    pipeline,
    file: 'bench.yaml',
    inputs,
    idempotencyKey: null,
    // Approves the plans that their author may approve: of agents that change something.
    yesToGates: true,
    by: BY,
  })
  return run.id
}

/** Submits `count` runs, `atOnce` of them at a time; answers their ids. */
async function submit({ pipeline, inputs, tenant, count, atOnce = 64 }) {
  const ids = []
  let left = count
  const one = async () => {
    while (left-- > 0 && !stopping) ids.push(await submitOne({ pipeline, inputs, tenant }))
  }
  submitting = Promise.all(Array.from({ length: atOnce }, one))
  await submitting
  return ids
}

/** Submits one run whose end is waited for; answers its id, when it was submitted and when that was acknowledged. */
async function submitOnce(submission) {
  deaf ??= await onChange(connection, (run) => {
    changedAt.set(run, now())
    changes.dispatchEvent(new Event('change'))
  })
  const submittedAt = now()
  const run = await submitOne(submission)
  return { run, submittedAt, acknowledgedAt: now() }
}

/** The instant of the first word that a run changed, after `after`, at which it had ended: as a client learns of it. */
async function endOf({ run, after }) {
  for (;;) {
    while (!(changedAt.get(run) > after))
      await once(changes, 'change', { signal: AbortSignal.timeout(LOST_MS) })
    const heard = changedAt.get(run)
    const { status } = await ledger.run('default', run)
    if (status !== 'running') return heard
    after = heard
  }
}

/** Milliseconds from when a tenant submits a run until its first agent begins, and until the run has ended. */
async function waitOf({ tenant, pipeline }) {
  const run = await submitOne({ tenant, pipeline })
  const row = () => ledger.run(tenant, run)
  let last = await row()
  for (; last.status === 'running'; last = await row()) await pause(LOOK_MS)
  const [{ startedAt }] = await ledger.attempts(run)
  return { start: startedAt - last.submittedAt, whole: last.finishedAt - last.submittedAt }
}

/** Votes at a gate of a run as soon as it is open; answers when. */
async function approve({ run, stage }) {
  const isOpen = async () =>
    (await ledger.gates({ run })).some((gate) => gate.stage === stage && gate.verdict === null)
  while (!(await isOpen())) await pause(LOOK_MS)
  const votedAt = now()
  const voter = { kind: 'person', name: 'approver', roles: ['owner'] }
  await planner.engine.decide({ tenant: 'default', run, stage, voter, decision: 'approve', comment: null })
  return votedAt
}

/** How many runs ended how: `{ succeeded: 12 }`. */
async function statuses() {
  const counts = {}
  for (const { status } of await ledger.runs({ tenant: 'default', limit: MANY }))
    counts[status] = (counts[status] ?? 0) + 1
  return counts
}

answer({
  start,
  stop,
  submit,
  submitOnce,
  waitOf,
  createTenant: ({ tenant }) => ledger.createTenant(tenant),
  endOf,
  approve,
  statuses,
  open: async () => (await ledger.openRuns()).length,
  verify: () => verifyLedger(ledger, null),
  trace: async ({ on }) => {
    const taken = commits
    commits = []
    tracing = on
    return taken
  },
  /** Waits until all that was committed is in the store. */
  flush: () => planner.engine.flush(),
  cancel: ({ run }) => planner.engine.cancel({ tenant: 'default', run, by: BY, reason: null }),
})
