import { LOCK_MS } from '@muster/core'
import type { AgentLock, LockAnswer } from '@muster/store'
import { expect, test } from 'vitest'
import { createHold } from '../src/hold.ts'
import { RENEW_MS } from '../src/leases.ts'

const CLAIM = { agent: 'r.a', holder: 'w', fence: 1, settled: 0 }

function lockThat(answers: LockAnswer, asked: string[]): AgentLock {
  const note = (what: string) => async (): Promise<void> => void asked.push(what)
  return {
    acquire: async () => {
      asked.push('acquire')
      return answers
    },
    renew: async () => {
      asked.push('renew')
      return 'held'
    },
    report: note('report'),
    release: note('release'),
  }
}

test('under a lease the store is asked for the lock when it is time to renew, and then it is the hold’s own', async () => {
  const asked: string[] = []
  const renewedAt = performance.now()
  const hold = createHold(lockThat('held', asked), CLAIM, { fence: 0, renewedAt })
  expect(await hold.take()).toBe('held')
  await hold.tend(renewedAt + RENEW_MS / 2)
  expect(asked).toEqual([])
  expect(await hold.tend(renewedAt + RENEW_MS + 1)).toBe(true)
  expect(await hold.tend(performance.now() + RENEW_MS + 1)).toBe(true)
  expect(asked).toEqual(['acquire', 'renew'])
})

test('a lease that somebody with a newer fence has overtaken ends the hold', async () => {
  const renewedAt = performance.now()
  const hold = createHold(lockThat('over', []), CLAIM, { fence: 0, renewedAt })
  await hold.take()
  expect(await hold.tend(renewedAt + RENEW_MS + 1)).toBe(false)
  expect(hold.reason()).toBe('stopped')
  expect(hold.lease()).toBeNull()
})

test('a hold that counts as lost asks for its lock no more', async () => {
  const asked: string[] = []
  const hold = createHold(lockThat('held', asked), CLAIM, null)
  await hold.take()
  expect(await hold.tend(performance.now() + LOCK_MS)).toBe(false)
  expect(hold.reason()).toBe('lost')
  expect(asked).toEqual(['acquire'])
})
