import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@muster/core'
import { describe, expect, test } from 'vitest'
import type { ArtifactStore } from '../../src/index.ts'
import { temporaryDirectory } from './agent.ts'

/** A store under test, and how to meddle with it. */
export interface StoreUnderTest {
  readonly store: ArtifactStore
  /** Makes what is kept under a digest as old as that, in milliseconds since 1970. */
  readonly age: (digest: string, at: number) => Promise<void>
  /** Changes the bytes that are kept under a digest. */
  readonly spoil: (digest: string) => Promise<void>
}

const MISSING = { code: 'MUSTER_ARTIFACT_MISSING' }
const LONG_AGO = 1_000_000
const go = new AbortController().signal

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const drain = async (stream: AsyncIterable<Buffer>) => Buffer.concat(await all(stream))

/** What every store of artifacts promises. */
export function describeArtifacts(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`artifacts ${name}`, () => {
    test('what is stored is found under the digest of its bytes, and storing it twice is harmless', async () => {
      const { store } = await open()
      for (const bytes of ['hello', 'hello', Buffer.from([0, 255, 10]), '']) {
        const digest = await store.put(bytes)
        expect(digest).toBe(`sha256:${sha256(bytes)}`)
        expect(Buffer.from(await store.get(digest))).toEqual(Buffer.from(bytes))
        expect(await drain(await store.open(digest))).toEqual(Buffer.from(bytes))
      }
    })

    test('an absent artifact and a digest that is none are missing', async () => {
      const { store } = await open()
      for (const digest of [`sha256:${sha256('never')}`, 'sha256:../../etc/passwd', 'nonsense'])
        for (const files of [store, store.shelf('r1')]) {
          await expect(files.get(digest)).rejects.toMatchObject(MISSING)
          await expect(files.open(digest)).rejects.toMatchObject(MISSING)
        }
    })

    test('changed bytes are missing until they are stored again', async () => {
      const { store, spoil } = await open()
      const digest = await store.put('hello')
      await spoil(digest)
      await expect(store.get(digest)).rejects.toMatchObject(MISSING)
      await expect(store.open(digest).then(drain)).rejects.toMatchObject(MISSING)
      await store.put('hello')
      expect((await store.get(digest)).length).toBe(5)
    })

    test('a file is stored as it is, small, large and empty', async () => {
      const { store } = await open()
      const file = join(await temporaryDirectory(), 'file')
      for (const size of [0, 5, 3_000_000]) {
        const bytes = Buffer.alloc(size, 'x')
        await writeFile(file, bytes)
        const stored = await store.putFile(file)
        expect(stored).toEqual({ digest: `sha256:${sha256(bytes)}`, bytes: size })
        expect((await drain(await store.open(stored.digest))).equals(bytes)).toBe(true)
      }
    })

    test('a file that is known to be stored is not stored again', async () => {
      const { store } = await open()
      const file = join(await temporaryDirectory(), 'file')
      for (const size of [5, 3_000_000]) {
        await writeFile(file, Buffer.alloc(size, 'y'))
        const digest = `sha256:${sha256(Buffer.alloc(size, 'y'))}`
        expect(await store.putFile(file, new Set([digest]))).toEqual({ digest, bytes: size })
        await expect(store.get(digest)).rejects.toMatchObject(MISSING)
      }
    })

    test('a link, a directory and what is not there are no files to store', async () => {
      const { store } = await open()
      const directory = await temporaryDirectory()
      await symlink('/etc/hostname', join(directory, 'link'))
      await mkdir(join(directory, 'sub'))
      for (const name of ['link', 'sub', 'none'])
        await expect(store.putFile(join(directory, name))).rejects.toMatchObject({ name: 'SourceError' })
    })

    test('what was last stored before the given time goes, and storing it again makes it young', async () => {
      const { store, age } = await open()
      const digests = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => store.put(text)))
      for (const digest of digests) await age(digest, LONG_AGO)
      const young = await store.put('a')
      expect(await store.sweep(LONG_AGO, go)).toBe(0)
      expect(await store.sweep(LONG_AGO + 1_000, AbortSignal.abort())).toBe(0)
      expect(await store.sweep(LONG_AGO + 1_000, go)).toBe(5)
      expect(await store.sweep(LONG_AGO + 1_000, go)).toBe(0)
      expect((await store.get(young)).length).toBe(1)
    })

    test('a shelf holds what was put on it, apart from other shelves and from the artifacts', async () => {
      const { store } = await open()
      expect(await all(store.shelves())).toEqual([])
      const [one, two] = [store.shelf('r1'), store.shelf('r2')]
      const digest = await one.put('hello')
      await two.put('other')
      for (const elsewhere of [store, two]) await expect(elsewhere.get(digest)).rejects.toMatchObject(MISSING)
      expect(await store.sweep(Date.now() + 60_000, go)).toBe(0)
      expect(Buffer.from(await one.get(digest)).toString()).toBe('hello')
      expect((await all(store.shelves())).sort()).toEqual(['r1', 'r2'])
      expect(await all(one.digests())).toEqual([digest])
    })

    test('what is taken off a shelf is gone, the rest stays, and an empty shelf is none', async () => {
      const { store } = await open()
      const shelf = store.shelf('r1')
      const digests = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => shelf.put(text)))
      const [kept = '', ...rest] = digests
      await shelf.remove([...rest, `sha256:${sha256('never')}`])
      expect(await all(shelf.digests())).toEqual([kept])
      expect((await shelf.get(kept)).length).toBe(1)
      await shelf.remove([kept])
      expect(await all(store.shelves())).toEqual([])
    })
  })
}
