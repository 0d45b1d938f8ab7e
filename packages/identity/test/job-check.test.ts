import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttemptJob, sealedText, sha256, WITHOUT_LIMIT } from '@muster/core'
import {
  createFleetKey,
  createJobCheck,
  createKeyring,
  createKeySecret,
  createSigner,
  type FleetKey,
  readFleetKey,
} from '@muster/identity'
import { keysInMemory } from '@muster/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const JOB: AttemptJob = {
  tenant: 'default',
  project: 'default',
  run: 'r',
  stage: 's',
  phase: 'PLAN',
  attempt: 1,
  fence: 3,
  settled: 2,
  tier: 1,
  brief: `sha256:${'a'.repeat(64)}`,
  planDigest: null,
  checkpoint: null,
  timeoutMs: 1_000,
  ending: null,
  clarification: null,
  budget: WITHOUT_LIMIT,
}
const FORGED = 'it is not sealed by this Muster'

let directory: string
let file: string
let memory: ReturnType<typeof keysInMemory>
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-fleet-'))
  file = join(directory, 'home', 'fleet.key')
  memory = keysInMemory()
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(directory, { recursive: true })
})

const keyring = () =>
  createKeyring(memory, createKeySecret(join(directory, 'secret')), Date.now, async () => {})
const checkOf = (fleet: FleetKey) => createJobCheck(fleet, () => keyring().jwks(), Date.now)
const sealed = (fleet: FleetKey, job = JOB, at = 5): AttemptJob => ({
  ...job,
  seal: { at, mac: fleet.seal(sealedText(job, at)) },
})

test('a sealed job passes as it comes out of a queue, and nothing in it can be changed', async () => {
  const check = checkOf(createFleetKey(file))
  const job = sealed(readFleetKey(file))
  expect(await check(JSON.parse(JSON.stringify(job)) as AttemptJob)).toBeNull()
  for (const change of [
    { tenant: 'acme' },
    { tier: 0 },
    { fence: 4 },
    { brief: 'sha256:0' },
    { extra: 1 },
    { seal: { at: 6, mac: job.seal?.mac ?? '' } },
    { seal: { at: 5, mac: '' } },
    { seal: 'x' },
  ])
    expect(await check({ ...job, ...change } as AttemptJob)).toBe(FORGED)
  for (const junk of [null, {}, [], 7, 'text']) expect(await check(junk as AttemptJob)).toBe(FORGED)
})

test('from T2 a job needs the credential of its own attempt, for what it is to do: the key of the fleet does not make one', async () => {
  const fleet = createFleetKey(file)
  const check = checkOf(fleet)
  const job = sealed(fleet, { ...JOB, tier: 2 })
  const { tenant, run, stage, phase, attempt, fence, tier } = job
  const identity = { tenant, run, stage, phase, attempt, fence, tier, job: sha256(sealedText(job, 5)) }
  const signer = createSigner(keyring(), fleet, Date.now)
  const credential = await signer.attest(identity, Date.now() + 1_000)
  expect(await check({ ...job, credential })).toBeNull()
  // As a planner from before credentials were concealed sends it.
  const plain = fleet.reveal(credential, 'attempt r.s 3') ?? ''
  expect(await check({ ...job, credential: plain })).toBeNull()
  expect(await check(job)).toMatch(/does not prove/)
  const other = sealed(fleet, { ...JOB, tier: 2, brief: 'sha256:other' })
  expect(await check({ ...other, credential })).toMatch(/to do something else/)
  for (const junk of [7, null, {}, 'text'])
    expect(await check({ ...job, credential: junk } as unknown as AttemptJob)).toMatch(/does not prove/)
  const higher = sealed(fleet, { ...JOB, tier: 4 })
  expect(await check({ ...higher, credential })).toMatch(/it is of T2/)
})

test('without a key no job is judged, and as soon as there is one they are', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const fleet = readFleetKey(file)
  const check = checkOf(fleet)
  const job = sealed(createFleetKey(join(directory, 'other')))
  await expect(check(job)).rejects.toMatchObject({ code: 'MUSTER_KEYLESS' })
  const planner = createFleetKey(file)
  vi.advanceTimersByTime(1_000)
  expect(await check(sealed(planner))).toBeNull()
})

test('the key is made once, for its owner alone; a new one takes its place line by line', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const worker = checkOf(readFleetKey(file))
  const before = createFleetKey(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await worker(sealed(before))).toBeNull()
  const [old = ''] = readFileSync(file, 'utf8').split('\n')
  appendFileSync(file, '\nthe-new-key\n')
  vi.advanceTimersByTime(1_000)
  writeFileSync(join(directory, 'new'), `the-new-key\n${old}\n`)
  const after = createFleetKey(join(directory, 'new'))
  expect(await worker(sealed(after))).toBeNull()
  expect(await worker(sealed(before))).toBeNull()
})
