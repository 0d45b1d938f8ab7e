import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { agentId, DEFAULT_TENANT, type Entry, type Fact, NODE_FLAGS } from '@muster/core'
import { verifyLedger } from '@muster/ledger'
import { createFleet } from '@muster/store'
import { waitFor } from '@muster/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ANN, openSite, type Site, startMuster, type TestMuster } from '../support/muster.ts'
import { agentsOf } from '../support/processes-of.ts'

const WORKER = new URL('../../apps/worker/dist/main.js', import.meta.url).pathname
/** The phases in which programs of an agent run. */
const PHASES = ['PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY'] as const
const TRIALS = 200
const HELD = `
name: held
inputs: { phases: { type: list } }
stages:
  - name: all
    type: parallel
    foreach: inputs.phases
    max_concurrency: 6
    fail_fast: false
    stages: [{ name: one, template: held, config: { inputs: { in: '\${{ item }}' } } }]
`

let site: Site
let muster: TestMuster
let worker: ChildProcess | null = null
beforeEach(async () => {
  site = await openSite()
})
afterEach(async () => {
  worker?.kill('SIGKILL')
  worker = null
  await muster?.stop()
  await site?.close()
})

const revoke = (id: string) =>
  muster.engine.revoke({ tenant: DEFAULT_TENANT, scope: 'agent', id, by: ANN, reason: 'compromised' })

/** The agents that have programs, and the phases that those are in; a program of PREFLIGHT does not know its phase. */
function seen(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const environment = environmentOf(pid)
    const [, agent] =
      new RegExp(`TMPDIR=${muster.home}/(?:workspaces|agents)/([^/]+)/`).exec(environment) ?? []
    const [, phase = 'PREFLIGHT'] = /\0MUSTER_PHASE=([A-Z]+)/.exec(environment) ?? []
    if (agent !== undefined) found.set(agent, phase)
  }
  return found
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1')
  } catch {
    return ''
  }
}

const factsOf = ({ cause, effects }: Entry): readonly Fact[] => [cause, ...effects]

/** What the ledger has of a stage after its revocation, but for refusals; and the phase that it was in. */
function afterwards(
  entries: readonly Entry[],
  stage: string,
): { readonly phase: string; readonly later: string[] } {
  const at = entries.findIndex(({ cause }) => cause.kind === 'agents.revoked' && cause.stages.includes(stage))
  expect([stage, at]).not.toEqual([stage, -1])
  const of = (some: readonly Entry[]) =>
    some.flatMap(factsOf).filter((fact) => 'stage' in fact && fact.stage === stage)
  const before = of(entries.slice(0, at)).findLast((fact) => fact.kind === 'attempt.dispatched')
  const later = of(entries.slice(at + 1)).filter(({ kind }) => kind !== 'attempt.refused')
  return {
    phase: before?.kind === 'attempt.dispatched' ? before.phase : 'none',
    later: later.map(({ kind }) => kind),
  }
}

test(`of ${TRIALS} agents that are revoked in all their phases and while they start, the ledger has nothing after it`, async () => {
  muster = await startMuster(site)
  const phases = Array.from({ length: TRIALS }, (_, number) => PHASES[number % PHASES.length] ?? 'PLAN')
  const { id } = await muster.submit(HELD, { phases })
  const trials = new Map<string, Promise<void>>()
  const trial = async (agent: string): Promise<void> => {
    // A third as soon as there is a sandbox, before its program runs; the others at any time after.
    if (trials.size % 3 !== 0) await pause((trials.size * 37) % 120)
    await revoke(agent)
  }
  // What PREFLIGHT starts is short: whoever is not seen in it stays in PLAN.
  const isDue = (due: string | undefined, phase: string) => phase === due || due === 'PREFLIGHT'
  const numberOf = (agent: string) => Number(/\.all\.(\d+)\./.exec(agent)?.[1])
  while (trials.size < TRIALS) {
    for (const [agent, phase] of seen())
      if (!trials.has(agent) && isDue(phases[numberOf(agent)], phase)) trials.set(agent, trial(agent))
    await pause(5)
  }
  await Promise.all(trials.values())
  expect((await muster.ended(id, 30_000)).status).toBe('failed')
  await waitFor(() => agentsOf(muster.home).length === 0)

  const entries = await muster.entries(id)
  const checked = [...trials.keys()].map((agent) => afterwards(entries, agent.slice(id.length + 1)))
  expect(checked.flatMap(({ later }) => later)).toEqual([])
  expect(new Set(checked.map(({ phase }) => phase))).toEqual(new Set(PHASES))
  expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
}, 240_000)

test('an agent that is revoked while its worker is frozen is dead within 2 s, and nothing of it is told later', async () => {
  muster = await startMuster(site, 0)
  const argv = ['--id', 'frozen', '--tiers', '1', '--store-url', site.storeUrl, '--home', muster.home]
  worker = spawn(process.execPath, [...NODE_FLAGS, WORKER, ...argv], { stdio: 'ignore' })
  const { id } = await muster.submit(HELD, { phases: ['EXECUTE'] })
  const agent = agentId(id, 'all.0.one')
  await waitFor(() => seen().get(agent) === 'EXECUTE', { timeoutMs: 20_000 })
  // Past the start of the supervisor: it knows the agent, and the worker has said that it runs.
  await pause(500)
  worker.kill('SIGSTOP')
  await revoke(agent)
  await waitFor(() => agentsOf(muster.home, agent).length === 0, { timeoutMs: 2_000, everyMs: 10 })
  expect((await muster.ended(id)).status).toBe('failed')
  worker.kill('SIGCONT')
  // It has heard of its agent's end when it holds it no more.
  const fleet = createFleet(muster.connection)
  await waitFor(async () => (await fleet.workers()).some(({ agents }) => agents.length === 0), {
    timeoutMs: 15_000,
  })
  const { phase, later } = afterwards(await muster.entries(id), 'all.0.one')
  expect([phase, later]).toEqual(['EXECUTE', []])
})
