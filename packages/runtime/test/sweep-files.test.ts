import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createArtifacts } from '../src/index.ts'
import { temporaryDirectory } from './support/agent.ts'

const LONG_AGO = 1_000
const go = new AbortController().signal

async function aStoreWithOld(...texts: readonly string[]) {
  const directory = await temporaryDirectory()
  const store = createArtifacts(directory)
  for (const text of texts) {
    const hex = (await store.put(text)).slice('sha256:'.length)
    await utimes(join(directory, hex.slice(0, 2), hex), LONG_AGO / 1_000, LONG_AGO / 1_000)
  }
  return { directory, store }
}

test('what was last stored before the given time goes, the rest stays', async () => {
  const { store } = await aStoreWithOld('old')
  const young = await store.put('young')
  expect(await store.sweep(LONG_AGO, go)).toBe(0)
  expect(await store.sweep(LONG_AGO + 1, go)).toBe(1)
  expect(await store.sweep(LONG_AGO + 1, go)).toBe(0)
  expect((await store.get(young)).length).toBe(5)
})

test('storing something again makes it young', async () => {
  const { store } = await aStoreWithOld('again')
  const digest = await store.put('again')
  expect(await store.sweep(LONG_AGO + 1, go)).toBe(0)
  expect((await store.get(digest)).length).toBe(5)
})

test('what a crash left behind goes too, and nothing temporary is left', async () => {
  const { directory, store } = await aStoreWithOld('old')
  await mkdir(join(directory, 'tmp'), { recursive: true })
  await writeFile(join(directory, 'tmp', 'half'), 'x')
  await utimes(join(directory, 'tmp', 'half'), LONG_AGO / 1_000, LONG_AGO / 1_000)
  expect(await store.sweep(LONG_AGO + 1, go)).toBe(2)
  expect(await readdir(join(directory, 'tmp'))).toEqual([])
})

test('what somebody stores while others sweep is there afterwards, every time', async () => {
  const texts = Array.from({ length: 200 }, (_, place) => `text ${place}`)
  const { store } = await aStoreWithOld(...texts)
  const sweeps = [store.sweep(LONG_AGO + 1, go), store.sweep(LONG_AGO + 1, go)]
  const digests = await Promise.all(texts.map((text) => store.put(text)))
  await Promise.all(sweeps)
  const read = await Promise.allSettled(digests.map((digest) => store.get(digest)))
  expect(read.filter(({ status }) => status === 'rejected')).toEqual([])
})

test('a sweep that is told to stop deletes no more, and one of a store that is not there yet deletes nothing', async () => {
  const { store } = await aStoreWithOld('old')
  expect(await store.sweep(LONG_AGO + 1, AbortSignal.abort())).toBe(0)
  expect(await createArtifacts(join(await temporaryDirectory(), 'none')).sweep(LONG_AGO, go)).toBe(0)
})
