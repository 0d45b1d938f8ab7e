import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_RETENTION, type Json } from '@muster/core'
import { verifyLedger } from '@muster/ledger'
import { openArtifacts, readS3Setting } from '@muster/runtime'
import { type S3StandIn, startS3StandIn, waitFor } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite, type Site, startMuster, type TestMuster } from '../support/muster.ts'
import { type Running, startNode } from '../support/processes.ts'

const SHOW = 'find . -type f -exec sha256sum {} + | LC_ALL=C sort -k 2 | sha256sum | cut -c 1-64'

describe('workers with homes of their own and one bucket, in a stand-in for S3 that checks signatures', () => {
  let site: Site
  let muster: TestMuster
  let s3: S3StandIn
  let directory: string
  const workers = new Map<string, Running>()
  const project = () => join(directory, 'project')

  const startWorker = (id: string) => {
    const worker = startNode('apps/worker/dist/main.js', ['--tiers', '0,1,2', '--id', id], {
      env: {
        MUSTER_STORE_URL: site.storeUrl,
        MUSTER_HOME: join(directory, id),
        MUSTER_PROJECT_DIR: project(),
        MUSTER_JWKS: join(directory, 'planner', 'jwks.json'),
        MUSTER_FLEET_KEY: join(directory, 'planner', 'fleet.key'),
        ...s3.env,
      },
    })
    workers.set(id, worker)
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'muster-moved-'))
    await mkdir(project())
    s3 = await startS3StandIn()
    site = await openSite()
    const artifacts = await openArtifacts(readS3Setting(s3.env), '/nowhere')
    muster = await startMuster(site, 0, join(directory, 'planner'), DEFAULT_RETENTION, { artifacts })
    startWorker('one')
  })
  afterAll(async () => {
    for (const worker of workers.values()) worker.kill('SIGKILL')
    await Promise.all([...workers.values()].map((worker) => worker.ended))
    await muster?.stop()
    await site?.close()
    await s3?.stop()
    await rm(directory, { recursive: true, force: true })
  })

  test('a worker killed after PLAN: EXECUTE happens elsewhere, with the same plan and the same workspace', async () => {
    const marks = join(project(), 'marks')
    const plan = `mkdir -p src/deep; echo one > src/one; head -c 700000 /dev/urandom > src/deep/large; ${SHOW} > ${join(project(), 'planned')}`
    const run =
      `found=$(${SHOW}); echo dirt > src/one; echo dirt > dirt; echo $$ >> ${marks};` +
      ` if [ "$(wc -l < ${marks})" -eq 1 ]; then sleep 300; fi; printf "{\\"found\\":\\"%s\\"}" "$found" > "$MUSTER_OUTPUT"`
    const inputs = JSON.stringify({ plan, run })
    const { id } = await muster.submit(
      `name: moved\nstages:\n  - { name: work, template: planned, config: { inputs: ${inputs} } }\n`,
    )
    await waitFor(() => lines(marks) === 1, { timeoutMs: 20_000, everyMs: 20 })
    startWorker('two')
    workers.get('one')?.kill('SIGKILL')
    await workers.get('one')?.ended

    const { status, reason } = await muster.ended(id, 20_000)
    expect([status, reason]).toEqual(['succeeded', null])
    const attempts = await muster.ledger.attempts(id)
    const done = (phase: string) => attempts.find((one) => one.phase === phase && one.status === 'succeeded')
    const [planned, executed] = [done('PLAN'), done('EXECUTE')]
    const digestIn = (record: Json | undefined) => (record as { planDigest?: string } | undefined)?.planDigest
    expect([planned?.worker, executed?.worker]).toEqual(['one', 'two'])
    expect(digestIn(executed?.record)).toBe(digestIn(planned?.record))
    expect((await muster.stages(id)).get('work')?.outputs).toEqual({
      found: readFileSync(join(project(), 'planned'), 'utf8').trim(),
    })
    expect((await verifyLedger(muster.ledger, [id])).broken).toEqual([])
    // Nothing of it was on the disk of the other: what it had came out of the bucket.
    expect(await readdir(join(directory, 'two'))).not.toContain('artifacts')
  }, 60_000)

  test('agents find what they left, whichever of two workers runs their next phase', async () => {
    startWorker('three')
    const plan = `head -c 20000 /dev/urandom > file; ${SHOW} > "$MUSTER_ARTIFACTS/planned"`
    const inputs = JSON.stringify({ plan, run: `test "$(${SHOW})" = "$(cat "$MUSTER_ARTIFACTS/planned")"` })
    const stages = Array.from(
      { length: 6 },
      (_, at) => `  - { name: s${at}, template: planned, config: { inputs: ${inputs} } }`,
    )
    const { id } = await muster.submit(`name: shared\nstages:\n${stages.join('\n')}\n`)
    const { status, reason } = await muster.ended(id, 30_000)
    expect([status, reason]).toEqual(['succeeded', null])
  }, 40_000)
})

function lines(file: string): number {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').length
  } catch {
    return 0
  }
}
