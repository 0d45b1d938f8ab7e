import type { HomeView, QueueView } from '@muster/core'
import { A_STORE } from '@muster/testing'
import type { Queue } from 'bullmq'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { type Harness, startHarness } from './support/harness.ts'

let harness: Harness
afterEach(() => harness.dashboard.stop())

const WORK: Pick<QueueView, 'name'> & { readonly waiting: number; readonly at: number } = {
  name: '{muster-t0}',
  waiting: 3,
  at: 1_000,
}
/** A queue as far as the dashboard asks it. */
const QUEUE = {
  name: WORK.name,
  getJobCounts: async () => ({ wait: WORK.waiting }),
  getJobs: async () => [{ timestamp: WORK.at }],
} as unknown as Queue
const never = () => new Promise<never>(() => {})

async function home(token?: string): Promise<HomeView> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return (await (await harness.fetch('/api/home', { headers })).json()) as HomeView
}

async function tokenOf(tenant: string): Promise<string> {
  const made = await harness.post('/api/tokens', { name: 'bot', tenant, as: 'bob', roles: ['admin'] })
  return ((await made.json()) as { token: string }).token
}

describe('the first page', () => {
  it('tells the owner of what waits in the whole fleet, and another tenant of their own numbers alone', async () => {
    harness = await startHarness({ queues: async () => [QUEUE] })
    const mine = await home()
    expect(mine.jobs).toEqual({ count: WORK.waiting, oldestAt: WORK.at })
    expect(mine.health.map(({ part }) => part)).toEqual(['ledger', 'store', 'planner', 'workers'])
    const theirs = await home(await tokenOf('acme'))
    expect(theirs.jobs).toBeNull()
    expect(theirs.numbers).not.toBeNull()
    expect(JSON.stringify(theirs)).not.toContain(A_STORE.memory)
  })

  it('answers while the store is silent, within the time that it is given and then at once, and asks it once only', async () => {
    let asked = 0
    harness = await startHarness({
      queues: async () => [QUEUE],
      fleet: {
        workers: never,
        drain: async () => false,
        store: () => {
          asked += 1
          return never()
        },
      },
    })
    const view = await home()
    expect(view.jobs).toBeNull()
    expect(view.numbers).not.toBeNull()
    expect(view.health.map(({ state }) => state)).toEqual(['well', 'away', 'unknown', 'unknown'])
    await home()
    expect(asked).toBe(1)
  })

  it('answers while the ledger is away, and ends no stream of changes for it', async () => {
    harness = await startHarness()
    const events = await harness.fetch('/api/events')
    const reader = events.body?.getReader()
    onTestFinished(async () => {
      await reader?.cancel()
    })
    const until = async (word: string) => {
      for (let text = ''; !text.includes(word); )
        text += new TextDecoder().decode((await reader?.read())?.value)
    }
    await until('anew')
    const before = { ...harness.ledger }
    const away = () => Promise.reject(new Error('gone'))
    Object.assign(harness.ledger, { about: away, counted: away, run: away, changes: away })
    harness.wake('r1')
    const view = await home()
    expect(view.numbers).toBeNull()
    expect(view.health[0]).toMatchObject({ part: 'ledger', state: 'away', found: 'does not answer: gone' })
    Object.assign(harness.ledger, before)
    harness.wake('r1')
    await until('event: change')
  })
})
