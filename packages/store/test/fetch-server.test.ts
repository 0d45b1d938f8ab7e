import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectStore, startLocalServer } from '../src/index.ts'
import { fetchServer } from '../src/server/fetch.ts'
import { findOnPath } from '../src/server/find.ts'
import { quiet } from './stores.ts'

const run = promisify(execFile)
let folder = ''
let apt: readonly string[] = []

/** Builds a package archive in a folder: `redis-tools`, holding the server under its other name, and a library. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-fetch-'))
  const archive = join(folder, 'archive')
  await mkdir(archive)
  const redis = findOnPath(process.env['PATH'] ?? '')
  if (redis === null) throw new Error('tests need `redis-server`: install the package redis-server')
  await build(archive, 'redis-tools', 'Depends: libmuster1', 'usr/bin/redis-check-rdb', redis.command)
  await build(archive, 'libmuster1', 'Section: libs', 'usr/lib/muster/libmuster.so.1', '/bin/true')
  await writeFile(join(folder, 'sources.list'), `deb [trusted=yes] file:${archive} ./\n`)
  await writeFile(join(folder, 'status'), '')
  apt = [
    `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::status=${join(folder, 'status')}`,
  ]
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a server is fetched from the package archive with what it needs, once, and runs', async () => {
  const cache = join(folder, 'cache')
  const told: string[] = []
  const fetch = () => fetchServer({ cache, apt, progress: (text) => told.push(text) })
  const finders = [fetch]
  const server = await startLocalServer({ home: join(folder, 'home'), log: quiet, finders })
  expect(told).toEqual([expect.stringContaining('fetching'), 'Unpacking redis-tools, libmuster1.'])
  const connection = await connectStore(server.url)
  expect(await connection.client.ping()).toBe('PONG')
  await connection.close()
  await server.stop()
  expect(await readdir(cache)).toEqual(['unpacked'])
  const found = await fetch()
  expect(told).toHaveLength(2)
  expect(found?.libraries).toContain(join(cache, 'unpacked/usr/lib/muster'))
})

test('where apt finds the machine in disorder, a server is fetched all the same', async () => {
  const status = join(folder, 'status-broken')
  const entry =
    'Package: half\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nDepends: nothing-like-it\n'
  await writeFile(status, `${entry}Maintainer: nobody\nDescription: test\n\n`)
  const told: string[] = []
  const found = await fetchServer({
    cache: join(folder, 'cache-disorder'),
    apt: [...apt, `Dir::State::status=${status}`],
    progress: (text) => told.push(text),
  })
  expect(found?.name).toBe('redis-server')
  expect(told).toContain('Unpacking redis-tools, libmuster1.')
})

test('an archive that is away leaves nothing half done', async () => {
  const cache = join(folder, 'cache-away')
  const away = [...apt, `Dir::Etc::sourcelist=${join(folder, 'none.list')}`]
  await expect(fetchServer({ cache, apt: away, progress: () => {} })).rejects.toThrow(/redis-tools/)
  expect(await readdir(cache)).toEqual([])
})

async function build(
  archive: string,
  name: string,
  field: string,
  file: string,
  content: string,
): Promise<void> {
  const root = join(folder, name)
  await mkdir(join(root, 'DEBIAN'), { recursive: true })
  await mkdir(join(root, file, '..'), { recursive: true })
  await copyFile(content, join(root, file))
  const control = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: nobody\n${field}\nDescription: test\n`
  await writeFile(join(root, 'DEBIAN/control'), control)
  const deb = join(archive, `${name}.deb`)
  await run('dpkg-deb', ['-b', root, deb])
  const digest = createHash('sha256')
    .update(await readFile(deb))
    .digest('hex')
  const entry = `${control}Filename: ./${name}.deb\nSize: ${(await stat(deb)).size}\nSHA256: ${digest}\n\n`
  await writeFile(join(archive, 'Packages'), entry, { flag: 'a' })
}
