import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_RETENTION, DEFAULT_TENANT, keySecretFile, type WorkPhase } from '@muster/core'
import { listCheckpoints } from '@muster/engine'
import { openPgliteLedger, verifyLedger } from '@muster/ledger'
import { startRedis, waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANN, type Site, startMuster, type TestMuster } from '../support/muster.ts'

let site: Site
let muster: TestMuster
let home: string
let flag: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'muster-resume-'))
  flag = join(home, 'flag')
  const redis = await startRedis()
  const ledger = await openPgliteLedger(null)
  const close = async () => {
    await ledger.close()
    await redis.stop()
  }
  site = { ledger, storeUrl: redis.url, close }
  muster = await startMuster(site, 2, join(home, 'muster'))
})
afterAll(async () => {
  await muster?.stop()
  await site?.close()
  rmSync(home, { recursive: true, force: true })
})

/** `first` notes in a file of its workspace and outside how often it planned and executed; `second` follows. */
const pipeline = () => `
name: resumed
stages:
  - name: first
    template: planned
    config:
      inputs:
        plan: 'echo planned >> notes; echo planned >> ${flag}'
        run: 'echo executed >> notes; echo executed >> ${flag}; cp notes "$MUSTER_ARTIFACTS"; test ! -e ${flag}.fail; printf "{\\"lines\\":%s}" "$(wc -l < notes)" > "$MUSTER_OUTPUT"'
  - { name: second, template: script, requires: [first] }
`

const notes = () => readFileSync(flag, 'utf8').trim().split('\n')
const list = (run: string) => listCheckpoints(muster.ledger, muster.artifacts, { run, stage: null })
const resume = (run: string, stage: string, phase: WorkPhase) =>
  muster.engine.resume({ tenant: DEFAULT_TENANT, run, by: ANN, stage, phase })

test('a stage goes on from its checkpoint as a new attempt, what required it walks again, and history is kept', async () => {
  const { id } = await muster.submit(pipeline())
  expect((await muster.ended(id)).status).toBe('succeeded')
  const before = await muster.entries(id)
  await resume(id, 'first', 'PLAN')
  expect((await muster.ended(id)).status).toBe('succeeded')
  expect(notes()).toEqual(['planned', 'executed', 'executed'])
  // It went on with what PLAN left: not with what the first EXECUTE had made of it.
  expect((await muster.stages(id)).get('first')?.outputs).toEqual({ lines: 2 })
  const attempts = await muster.ledger.attempts(id)
  const walked = (stage: string, attempt: number) =>
    attempts.filter((one) => one.stage === stage && one.attempt === attempt).map(({ phase }) => phase)
  expect(walked('first', 2)).toEqual(['EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT', 'EXIT'])
  expect(walked('second', 2)[0]).toBe('BOOTSTRAP')
  expect((await muster.entries(id)).slice(0, before.length)).toEqual(before)
  expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
}, 40_000)

test('a failed stage resumes from before its failure, and a plain retry starts it anew', async () => {
  rmSync(flag, { force: true })
  writeFileSync(`${flag}.fail`, '')
  const { id } = await muster.submit(pipeline())
  expect((await muster.ended(id)).status).toBe('failed')
  rmSync(`${flag}.fail`)
  await resume(id, 'first', 'PREFLIGHT')
  expect((await muster.ended(id)).status).toBe('succeeded')
  expect(notes()).toEqual(['planned', 'executed', 'planned', 'executed'])
}, 40_000)

test('a run that succeeded starts again from a stage: what depends on it runs anew, what it stands on is kept by digest', async () => {
  rmSync(flag, { force: true })
  const { id } = await muster.submit(pipeline())
  expect((await muster.ended(id)).status).toBe('succeeded')
  const retry = (from?: string) =>
    muster.engine.retry({ tenant: DEFAULT_TENANT, run: id, by: ANN, ...(from && { from }) })
  await expect(retry()).rejects.toMatchObject({ code: 'MUSTER_RUN_NOT_RETRYABLE' })
  await expect(retry('third')).rejects.toMatchObject({ code: 'MUSTER_STAGE_NOT_FOUND' })
  const kept = (await muster.stages(id)).get('first')
  const before = await muster.entries(id)
  await retry('second')
  expect((await muster.ended(id)).status).toBe('succeeded')
  expect(notes()).toEqual(['planned', 'executed'])
  expect((await muster.stages(id)).get('first')).toEqual(kept)
  const entries = await muster.entries(id)
  expect(entries[before.length]?.cause).toMatchObject({ kind: 'run.retried', by: ANN, from: 'second' })
  const walked = (await muster.ledger.attempts(id)).filter(({ attempt }) => attempt === 2)
  expect([...new Set(walked.map(({ stage }) => stage))]).toEqual(['second'])
  expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
}, 40_000)

test('checkpoints are listed with what is in them, and only those that count can be resumed from', async () => {
  const { id } = await muster.submit(pipeline())
  await muster.ended(id)
  const found = await list(id)
  expect(
    found.filter(({ stage }) => stage === 'first').map(({ phase, resumable }) => [phase, resumable]),
  ).toEqual([
    ['BOOTSTRAP', true],
    ['PREFLIGHT', true],
    ['PLAN', true],
    ['EXECUTE', true],
    ['VERIFY', true],
    ['PACKAGE', false],
    ['REPORT', false],
  ])
  const executed = found.find(({ stage, phase }) => stage === 'first' && phase === 'EXECUTE')
  expect(executed).toMatchObject({
    attempt: 1,
    outcome: 'succeeded',
    digest: expect.stringMatching(/^sha256:/),
  })
  expect(executed?.holds).toMatchObject({
    outputs: ['lines'],
    records: expect.arrayContaining(['BOOTSTRAP', 'EXECUTE']) as string[],
  })
  expect(executed?.holds?.workspace).toMatchObject({ files: 2, omitted: 0, whole: true })
  expect(executed?.holds?.planDigest).toMatch(/^sha256:/)
}, 40_000)

test('a run at work, a stage that is none, a phase without a success and an unknown run are refused', async () => {
  const { id } = await muster.submit(pipeline())
  await expect(resume(id, 'first', 'PLAN')).rejects.toMatchObject({
    code: 'MUSTER_RUN_NOT_RESUMABLE',
    message: expect.stringContaining('the run is still at work') as string,
  })
  await muster.ended(id)
  await expect(resume(id, 'third', 'PLAN')).rejects.toMatchObject({ code: 'MUSTER_STAGE_NOT_FOUND' })
  await expect(resume(id, 'first', 'PACKAGE')).rejects.toMatchObject({ code: 'MUSTER_CHECKPOINT_NOT_FOUND' })
  await expect(resume('nobody', 'first', 'PLAN')).rejects.toMatchObject({ code: 'MUSTER_RUN_NOT_FOUND' })
}, 40_000)

test('of two who resume a run at once one is told that it is at work', async () => {
  const { id } = await muster.submit(pipeline())
  await muster.ended(id)
  const both = await Promise.allSettled([resume(id, 'first', 'PLAN'), resume(id, 'first', 'EXECUTE')])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await muster.ended(id)).status).toBe('succeeded')
}, 40_000)

test('an ended run keeps the last checkpoints of each stage, an open run all of them, and a gone one says so', async () => {
  const ended = await muster.submit(pipeline())
  const open = await muster.submit(
    `${pipeline()}  - { name: gate, type: gate, requires: [second], approvers: [bob], timeout: 1h }\n`,
  )
  await muster.ended(ended.id)
  await waitFor(async () => (await muster.ledger.gates({ run: open.id })).length > 0, { timeoutMs: 20_000 })
  const pruner = await startMuster(
    site,
    0,
    join(home, 'pruner'),
    { ...DEFAULT_RETENTION, keepCheckpointsMs: 0 },
    { artifacts: muster.artifacts, keySecretFile: keySecretFile(muster.home) },
  )
  try {
    const gone = async () => (await list(ended.id)).filter(({ holds }) => holds === null).length
    await waitFor(async () => (await gone()) > 0, { timeoutMs: 20_000, everyMs: 25 })
    const left = (await list(ended.id)).filter(({ holds }) => holds !== null)
    expect(left.map(({ stage, phase, resumable }) => [stage, phase, resumable])).toEqual([
      ['first', 'VERIFY', true],
      ['first', 'REPORT', false],
      ['second', 'VERIFY', true],
      ['second', 'REPORT', false],
    ])
    expect((await list(open.id)).every(({ holds }) => holds !== null)).toBe(true)
    await expect(resume(ended.id, 'first', 'PLAN')).rejects.toMatchObject({ code: 'MUSTER_CHECKPOINT_GONE' })
    await resume(ended.id, 'first', 'VERIFY')
    expect((await muster.ended(ended.id)).status).toBe('succeeded')
  } finally {
    await pruner.stop()
  }
}, 60_000)
