import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '@muster/core'
import { expect, test } from 'vitest'
import { createArtifacts } from '../src/index.ts'
import { temporaryDirectory } from './support/agent.ts'

const MISSING = { code: 'MUSTER_ARTIFACT_MISSING' }

test('what is stored is found under the digest of its bytes', async () => {
  const store = createArtifacts(await temporaryDirectory())
  const digest = await store.put('hello')
  expect(digest).toBe(`sha256:${sha256('hello')}`)
  expect(Buffer.from(await store.get(digest)).toString()).toBe('hello')
  expect(await store.put('hello')).toBe(digest)
})

test('an absent artifact and a digest that is none are missing', async () => {
  const store = createArtifacts(await temporaryDirectory())
  await expect(store.get(`sha256:${sha256('never')}`)).rejects.toMatchObject(MISSING)
  await expect(store.get('sha256:../../etc/passwd')).rejects.toMatchObject(MISSING)
  await expect(store.open('nonsense')).rejects.toMatchObject(MISSING)
})

test('changed bytes are missing until they are stored again', async () => {
  const directory = await temporaryDirectory()
  const store = createArtifacts(directory)
  const digest = await store.put('hello')
  const hex = digest.slice('sha256:'.length)
  await writeFile(join(directory, hex.slice(0, 2), hex), 'hullo')
  await expect(store.get(digest)).rejects.toMatchObject(MISSING)
  const read = async () => {
    for await (const chunk of await store.open(digest)) void chunk
  }
  await expect(read()).rejects.toMatchObject(MISSING)
  await store.put('hello')
  await expect(read()).resolves.toBeUndefined()
})

test('a file is stored as it is, and nothing temporary is left', async () => {
  const directory = await temporaryDirectory()
  const store = createArtifacts(join(directory, 'store'))
  const bytes = Buffer.alloc(3_000_000, 'x')
  await writeFile(join(directory, 'big'), bytes)
  const stored = await store.putFile(join(directory, 'big'))
  expect(stored).toEqual({ digest: `sha256:${sha256(bytes)}`, bytes: bytes.length })
  expect((await store.get(stored.digest)).length).toBe(bytes.length)
  expect(await readdir(join(directory, 'store', 'tmp'))).toEqual([])
})

test('a link or a directory is not a file to store', async () => {
  const directory = await temporaryDirectory()
  const store = createArtifacts(join(directory, 'store'))
  await symlink('/etc/hostname', join(directory, 'link'))
  await mkdir(join(directory, 'sub'))
  await expect(store.putFile(join(directory, 'link'))).rejects.toThrow('ELOOP')
  await expect(store.putFile(join(directory, 'sub'))).rejects.toThrow('not a regular file')
})
