import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, DEFAULT_TENANT, type Fact, openEntry, toMusterError } from '@muster/core'
import type { Engine } from '@muster/engine'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approvePlan, type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN, BOB } from '../support/muster.ts'

const stage = (tier: number) => `
name: act
stages:
  - { name: ask, type: gate }
  - { name: call, requires: [ask], template: http, config: { tier: ${tier}, inputs: { url: 'https://a.example/', method: POST } } }
`
const FORBID = '@id("no-t2") forbid (principal is Person, action == Action::"tier.elevate", resource);\n'

let directory = ''
let engines: Engines
let engine: Engine
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-tiers-'))
  await writeFile(join(directory, 'own.cedar'), '// none')
  engines = await openEngines(undefined, directory)
  engine = await engines.open()
})
afterAll(async () => {
  await engines.close()
  await rm(directory, { recursive: true })
})
beforeEach(() => limit(null))

function limit(tier: number | null, project: string | null = null) {
  const of = { tenant: DEFAULT_TENANT, project, by: BOB, reason: 'a test' }
  return engine.setQuota({ ...of, limits: { tier } })
}

function start(tier: number, by: Actor = ANN) {
  return engine.submit({ ...submissionOf(stage(tier)), by })
}

async function refusal(of: Promise<unknown>) {
  const { code, message } = toMusterError(
    await of.then(
      () => new Error('it was allowed'),
      (error: unknown) => error,
    ),
  )
  return { code, message }
}

async function factsOf(run: string): Promise<readonly Fact[]> {
  const entries = await engines.ledger.entries(run, 0, 1_000)
  return entries.map(({ body }) => openEntry(body)).flatMap(({ cause, effects }) => [cause, ...effects])
}

test('what asks whether a run may start is told of a tier that is too high as the submission is', async () => {
  await limit(1)
  const { message } = await refusal(start(2))
  const told = { code: 'MUSTER_TIER_EXCEEDED', message }
  expect((await engine.forecast(submissionOf(stage(2)))).start?.refusal).toMatchObject(told)
  const { tenant, project, file, by } = submissionOf('')
  const preview = { tenant, project, file, by, yesToGates: false, text: stage(2), inputs: {} }
  expect((await engine.preview(preview)).start?.refusal).toMatchObject(told)
})

test('a run with an agent above the limit of its tenant or its project is refused, by name, and that is kept', async () => {
  await limit(1)
  const told = {
    code: 'MUSTER_TIER_EXCEEDED',
    message: 'Stage `call` asks for tier 2; the limit `tier` of its tenant or project allows 1.',
  }
  expect(await refusal(start(2))).toEqual(told)
  expect((await engine.refusals.list(DEFAULT_TENANT, null, 1))[0]).toMatchObject({
    by: ANN,
    door: 'run.start',
    on: 'act',
    because: 'MUSTER_TIER_EXCEEDED',
  })
  await limit(null)
  await limit(1, 'default')
  expect(await refusal(start(2))).toEqual(told)
  await limit(null, 'default')
  await limit(2)
  expect((await start(2)).created).toBe(true)
  expect((await refusal(start(3))).code).toBe('MUSTER_TIER_EXCEEDED')
})

test.each<[string, Actor, number]>([
  ['an author', { kind: 'person', name: 'ada', roles: ['author'] }, 3],
  ['an operator', { kind: 'person', name: 'otto', roles: ['operator'] }, 4],
  ['a script', { kind: 'script', name: 'nightly', roles: [] }, 2],
])('%s starts runs with agents up to the tier that policies lend', async (_, by, most) => {
  expect((await start(most, by)).created).toBe(true)
  if (most === 4) return
  expect((await refusal(start(most + 1, by))).message).toBe(
    `Stage \`call\` asks for tier ${most + 1}; the standing of who started it allows ${most}.`,
  )
})

/** Starts an agent of T2, has all its gates approved but the last, and answers how to let it act. */
async function atItsGate() {
  const before = engines.attempts().length
  const { id: run } = (await start(2)).run
  await approvePlan(engines, engine, run)
  for (let told = before; ; told += 1) {
    await engine.flush()
    const job = engines.attempts()[told]
    if (job === undefined) return { run, act: () => approvePlan(engines, engine, run) }
    const record = job.phase === 'PLAN' ? { planDigest: 'sha256:p', plan: { actions: [] } } : {}
    await engine.settle([{ ...successOf(job), outcome: { kind: 'succeeded', record } }])
  }
}

const executed = (fact: Fact) => fact.kind === 'attempt.dispatched' && fact.phase === 'EXECUTE'

test('an agent whose tenant was lowered since it was admitted ends before it acts, which its gate foretells', async () => {
  const { run, act } = await atItsGate()
  await limit(0)
  const reason = 'Stage `call` asks for tier 2; the limit `tier` of its tenant or project allows 0.'
  const { answers } = await engine.evidence({ tenant: DEFAULT_TENANT, run, stage: 'call', viewer: BOB })
  expect(JSON.stringify(answers.approved)).toContain('call')
  await act()
  const facts = await factsOf(run)
  expect(facts.find(({ kind }) => kind === 'stage.ending')).toMatchObject({ status: 'failed', reason })
  expect(facts.filter(executed)).toEqual([])
})

test('an agent acts when every bound is as high as its tier', async () => {
  const { run, act } = await atItsGate()
  await act()
  expect((await factsOf(run)).filter(executed)).toHaveLength(1)
})

test('an agent for whose author policies lend less by now ends before it acts', async () => {
  await writeFile(join(directory, 'own.cedar'), '// none')
  const { run } = await atItsGate()
  await writeFile(join(directory, 'own.cedar'), FORBID)
  await engine.policies.reload({ tenant: DEFAULT_TENANT, by: BOB, trusted: true })
  await engine.enforce()
  await approvePlan(engines, engine, run)
  const facts = await factsOf(run)
  expect(facts.find(({ kind }) => kind === 'stage.ending')).toMatchObject({
    reason: 'Stage `call` asks for tier 2; the standing of who started it allows 1.',
  })
  expect(facts.filter(executed)).toEqual([])
})
