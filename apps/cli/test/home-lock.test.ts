import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeHomeLock } from '../src/host/home-lock.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-lock-'))
})
afterEach(() => rm(home, { recursive: true }))

test('a home has one holder until he lets go', async () => {
  const first = await takeHomeLock(home)
  expect(await takeHomeLock(home)).toEqual({ taken: false, pid: process.pid })
  if (!first.taken) throw new Error('the first did not get it')
  first.lock.release()
  first.lock.release()
  expect((await takeHomeLock(home)).taken).toBe(true)
})

test('the lock of a process that died is taken over', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  await writeFile(join(home, 'host.lock'), JSON.stringify({ pid: child.pid, born: null }))
  expect((await takeHomeLock(home)).taken).toBe(true)
})

test.skipIf(process.platform !== 'linux')(
  'a process that was given the number of a dead one does not hold its lock',
  async () => {
    await writeFile(join(home, 'host.lock'), JSON.stringify({ pid: process.pid, born: '1' }))
    expect((await takeHomeLock(home)).taken).toBe(true)
  },
)

test('of many who find a stale lock, one takes it', async () => {
  await writeFile(join(home, 'host.lock'), JSON.stringify({ pid: 2 ** 22 + 1, born: null }))
  let taken = 0
  const tryUntilTaken = async () => {
    while (taken === 0) if ((await takeHomeLock(home)).taken) taken += 1
  }
  await Promise.all(Array.from({ length: 20 }, tryUntilTaken))
  expect(taken).toBe(1)
})

test('letting go leaves the lock of a later holder alone', async () => {
  const first = await takeHomeLock(home)
  if (!first.taken) throw new Error('the first did not get it')
  await writeFile(join(home, 'host.lock'), JSON.stringify({ pid: process.pid, born: null, other: true }))
  first.lock.release()
  expect((await takeHomeLock(home)).taken).toBe(false)
})
