import type { AttemptJob, OutcomeMessage } from '@muster/core'
import type { Engine } from '@muster/engine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, submissionOf, successOf } from '../support/engines.ts'
import { ANN } from '../support/muster.ts'

/** Whoever can write to the store can forge a job, and a worker that takes it tells how it went: what the planner makes of that. */
let engines: Engines
let engine: Engine
let job: AttemptJob
beforeEach(async () => {
  engines = await openEngines()
  engine = await engines.open()
  await engine.submit(submissionOf('name: one\nstages:\n  - { name: a }\n'))
  await engine.flush()
  const [first] = engines.attempts()
  if (first === undefined) throw new Error('nothing was dispatched')
  job = first
})
afterEach(() => engines.close())

const facts = async (run: string) =>
  (await engines.ledger.entries(run, 0, 1_000)).map(
    ({ body }) => (JSON.parse(body) as { cause: { kind: string; because?: string } }).cause,
  )
const forged = (change: Partial<OutcomeMessage>): OutcomeMessage => ({ ...successOf(job), ...change })

test.each([
  ['of an attempt that was never dispatched', { fence: 7 }, 'its fence 7 was never dispatched'],
  ['of a phase that is not its turn', { phase: 'EXECUTE' }, 'BOOTSTRAP was dispatched, not EXECUTE'],
  ['of a stage that the run does not have', { stage: 'b' }, 'the run has no such stage'],
] as const)(
  'what came of a job %s is refused and recorded, and moves nothing',
  async (_of, change, because) => {
    const before = await engines.ledger.stages(job.run)
    await engine.settle([forged(change)])
    expect((await facts(job.run)).at(-1)).toMatchObject({ kind: 'attempt.refused', because })
    expect(await engines.ledger.stages(job.run)).toEqual(before)
  },
)

test('what came of a job is taken once, however often it is told, and an older one afterwards is refused', async () => {
  await engine.settle([forged({}), forged({})])
  await engine.settle([forged({})])
  await engine.flush()
  const kinds = (await facts(job.run)).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'attempt.settled')).toHaveLength(1)
  expect((await facts(job.run)).at(-1)).toMatchObject({ kind: 'attempt.refused' })
})

test('what came of a job of a run that has ended is refused and recorded', async () => {
  await engine.revoke({ tenant: 'default', scope: 'run', id: job.run, by: ANN, reason: 'a test' })
  await engine.settle([forged({})])
  expect((await facts(job.run)).at(-1)).toMatchObject({
    kind: 'attempt.refused',
    because: 'the stage is not at work: it is revoked',
  })
})

test('what came of a job of a run that does not exist leaves no trace, and what is told with it counts', async () => {
  await engine.settle([forged({ run: 'none-0000000000aaaaa' }), forged({})])
  expect(await engines.ledger.anyRun('none-0000000000aaaaa')).toBeNull()
  expect((await facts(job.run)).at(-1)).toMatchObject({ kind: 'attempt.settled' })
})

test('a submission for a tenant or a project that nobody made is refused', async () => {
  const submission = submissionOf('name: one\nstages:\n  - { name: a }\n')
  const refused = (change: object) => engine.submit({ ...submission, ...change })
  await expect(refused({ tenant: 'acme' })).rejects.toMatchObject({ code: 'MUSTER_TENANT_NOT_FOUND' })
  await expect(refused({ project: 'web' })).rejects.toMatchObject({ code: 'MUSTER_PROJECT_NOT_FOUND' })
})

test('what no worker sealed is refused and recorded, and the attempt goes on to be settled by its own', async () => {
  const { run, stage, phase, attempt, fence } = job
  await engine.settle([{ run, stage, phase, attempt, fence, worker: 'w', forged: 'no worker sealed it' }])
  const because = 'no worker sealed it'
  expect((await facts(run)).at(-1)).toMatchObject({ kind: 'attempt.refused', stage, fence, because })
  await engine.settle([forged({})])
  expect((await facts(run)).at(-1)).toMatchObject({ kind: 'attempt.settled' })
})

test('a flood of what is refused is bounded in the ledger of its run, which says how much more there was', async () => {
  const { run, stage, phase, attempt, worker } = forged({})
  const fences = Array.from({ length: 300 }, (_, index) => index + 1)
  const name = { run, stage, phase, attempt, worker }
  // Of each kind: what nobody sealed, what a worker refused, and what is refused for how its run stands.
  await engine.settle(fences.map((fence) => ({ ...name, fence, forged: 'no worker sealed it' })))
  await engine.settle(fences.map((fence) => ({ ...name, fence, refused: 'it is not sealed' })))
  await engine.settle(fences.map((fence) => forged({ fence: fence + 1 })))
  await engine.flush()
  const recorded = (await facts(run)).filter(({ kind }) => kind === 'attempt.refused')
  expect(recorded).toHaveLength(11)
  expect(recorded.at(-1)).toMatchObject({ because: 'its fence 301 was never dispatched', count: 890 })
  await engine.settle([forged({})])
  expect((await facts(run)).at(-1)).toMatchObject({ kind: 'attempt.settled' })
})
