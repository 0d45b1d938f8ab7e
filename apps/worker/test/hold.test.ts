import { LOCK_MS } from '@muster/core'
import type { AgentLock } from '@muster/store'
import { expect, test } from 'vitest'
import { createHold } from '../src/hold.ts'

test('a hold that counts as lost asks for its lock no more', async () => {
  const asked: string[] = []
  const lock: AgentLock = {
    acquire: async () => 'held',
    renew: async () => {
      asked.push('renew')
      return 'held'
    },
    release: async () => {},
  }
  const hold = createHold(lock, { agent: 'r.a', holder: 'w', fence: 1, settled: 0 })
  await hold.take()
  expect(await hold.tend(performance.now() + LOCK_MS)).toBe(false)
  expect(hold.reason()).toBe('lost')
  expect(asked).toEqual([])
})
