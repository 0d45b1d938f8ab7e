import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { ALL_QUEUES } from '@muster/core'
import { type TestServer, testStoreUrl } from '@muster/testing'
import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownJobs } from '../src/own-jobs.ts'
import { type Harness, startHarness } from './support/harness.ts'

let store: TestServer
let queues: readonly Queue[]
let harness: Harness

beforeAll(async () => {
  store = await testStoreUrl()
  queues = ALL_QUEUES.map((name) => new Queue(name, { connection: { url: store.url } }))
  harness = await startHarness({ queues: async () => queues })
})
afterAll(async () => {
  await harness.dashboard.stop()
  await Promise.all(queues.map((queue) => queue.close()))
  await store.stop()
})

interface Board {
  readonly queues: readonly { name: string; readOnlyMode: boolean; counts: Record<string, number> }[]
}

async function board(): Promise<Board> {
  return (await (await harness.fetch('/queues/api/queues')).json()) as Board
}

describe('Bull Board', () => {
  it('shows every queue, to look at only', async () => {
    const { queues: shown } = await board()
    expect(shown.map((queue) => queue.name).toSorted()).toEqual([...ALL_QUEUES].toSorted())
    expect(shown.filter((queue) => !queue.readOnlyMode)).toEqual([])
  })

  it('has a page whose scripts and styles our policy lets through', async () => {
    const page = await harness.fetch('/queues')
    const html = await page.text()
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).not.toContain("script-src 'unsafe-inline'")
    const files = [...html.matchAll(/(?:src|href)="(static\/[^"]+\.(?:js|css))"/g)].map((match) => match[1])
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) expect((await harness.fetch(`/queues/${file}`)).status).toBe(200)
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map((match) => match[1] ?? '')
    expect(inline.filter((attributes) => !attributes.includes('application/json'))).toEqual([])
  })

  it('refuses every way to change a queue, and the job stays as it was', async () => {
    const queue = queues[0]
    const name = encodeURIComponent(queue?.name ?? '')
    const job = await queue?.add('x', {}, { delay: 3_600_000 })
    const ways = [
      ['PUT', `${name}/${job?.id}/retry/failed`],
      ['PUT', `${name}/${job?.id}/promote`],
      ['PUT', `${name}/${job?.id}/clean`],
      ['PATCH', `${name}/${job?.id}/update-data`],
      ['PUT', `${name}/clean/delayed`],
      ['PUT', `${name}/pause`],
      ['PUT', `${name}/empty`],
      ['PUT', `${name}/obliterate`],
      ['POST', `${name}/add`],
      ['DELETE', name],
    ]
    harness.asked.length = 0
    for (const [method = '', path = ''] of ways) {
      const answer = await harness.fetch(`/queues/api/queues/${path}`, { method })
      expect([method, path, answer.status]).toEqual([method, path, 403])
      expect(await answer.text()).toContain('MUSTER_NOT_ALLOWED')
    }
    const on = ways.map(([method, path]) => `${method} /queues/api/queues/${path}`)
    const told = { tenant: 'default', door: 'queue.admin', because: 'MUSTER_NOT_ALLOWED' }
    expect(harness.asked.map(({ of }) => of)).toEqual(
      on.map((one) => expect.objectContaining({ ...told, on: one }) as object),
    )
    expect(await job?.getState()).toBe('delayed')
    expect(await queue?.isPaused()).toBe(false)
    await job?.remove()
  })

  it('shows a job without its credential', async () => {
    const [queue] = queues
    const job = await queue?.add('x', { run: 'r1', credential: 'concealed' }, { delay: 3_600_000 })
    const answer = await harness.fetch(
      `/queues/api/queues/${encodeURIComponent(queue?.name ?? '')}/${job?.id}`,
    )
    const text = await answer.text()
    expect(text).toContain('"run":"r1"')
    expect(text).not.toContain('concealed')
    await job?.remove()
  })

  it('shows those who do not own this Muster no job but those of runs that they may know of', async () => {
    const [queue] = queues
    const jobs = await Promise.all(
      ['r1', 'other-tenants-run'].map((run) =>
        queue?.add(run, { run, tenant: 'default' }, { delay: 3_600_000 }),
      ),
    )
    if (queue === undefined) throw new Error('no queue')
    const adapter = new BullMQAdapter(queue, { readOnlyMode: true })
    ownJobs(adapter, { tenant: 'default', project: null, ledger: harness.ledger })
    const [mine, theirs] = jobs.map((job) => job?.id ?? '')
    expect((await adapter.getJobs(['delayed'])).map(({ id }) => id)).toEqual([mine])
    expect(await adapter.getJob(mine ?? '')).toMatchObject({ name: 'r1' })
    expect(await adapter.getJob(theirs ?? '')).toBeUndefined()
    expect(await adapter.getJobLogs(theirs ?? '')).toEqual([])
    for (const job of jobs) await job?.remove()
  })
})
