import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectStore, type LocalServerOptions, startLocalServer } from '../src/index.ts'
import { findOnPath } from '../src/server/find.ts'
import { settingsFor } from '../src/server/settings.ts'
import { quiet } from './stores.ts'

const BUILT = new URL('../dist/index.js', import.meta.url).href
let folder = ''
let next = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-local-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const newHome = () => join(folder, `home${next++}`)
const start = (home: string, more: Partial<LocalServerOptions> = {}) =>
  startLocalServer({ home, log: quiet, ...more })

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('what was written survives a restart, over a socket that only we may use', async () => {
  const home = newHome()
  const first = await start(home)
  expect(first.url).toMatch(/^unix:\/\//)
  expect((await stat(join(home, 'store'))).mode & 0o077).toBe(0)
  const one = await connectStore(first.url)
  await one.client.set('kept', 'yes')
  await one.close()
  await Promise.all([first.stop(), first.stop()])
  expect(isAlive(first.pid)).toBe(false)
  const second = await start(home)
  const two = await connectStore(second.url)
  expect(await two.client.get('kept')).toBe('yes')
  expect(await two.client.config('GET', 'maxmemory-policy')).toContain('noeviction')
  await two.close()
  await second.stop()
})

test('where no socket fits, it listens on loopback behind a password that no command line shows', async () => {
  const server = await start(join(folder, 'x'.repeat(100)))
  const [, password = ''] = /^redis:\/\/:(\w+)@127\.0\.0\.1:\d+$/.exec(server.url) ?? []
  expect(password.length).toBeGreaterThanOrEqual(32)
  expect(await readFile(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain(password)
  await expect(connectStore(server.url.replace(`:${password}@`, ''))).rejects.toMatchObject({
    code: 'MUSTER_STORE_UNREACHABLE',
  })
  const connection = await connectStore(server.url)
  await connection.close()
  await server.stop()
})

test('it ends when Muster is killed, keeps its data, and the next start waits for it', async () => {
  const home = newHome()
  const code = `
    const { startLocalServer, connectStore } = await import('${BUILT}')
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const server = await startLocalServer({ home: process.argv[1], log })
    const { client } = await connectStore(server.url)
    await client.set('kept', 'yes')
    console.log('pid ' + server.pid)
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  parent.stdout.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const pid = Number(await waitFor(() => /pid (\d+)\n/.exec(said)?.[1]))
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  const server = await start(home)
  expect(isAlive(pid)).toBe(false)
  const connection = await connectStore(server.url)
  expect(await connection.client.get('kept')).toBe('yes')
  await connection.close()
  await server.stop()
})

test('a socket file and a note that a crash left behind do not block a start', async () => {
  const home = newHome()
  const first = await start(home)
  process.kill(first.pid, 'SIGKILL')
  await first.stop()
  expect((await stat(join(home, 'store', 'muster.sock'))).isSocket()).toBe(true)
  const second = await start(home)
  expect(isAlive(second.pid)).toBe(true)
  await second.stop()
})

test('a server that ends by itself is told', async () => {
  const errors: string[] = []
  const server = await start(newHome(), {
    log: { ...quiet, error: (_facts, message) => errors.push(message) },
  })
  process.kill(server.pid, 'SIGKILL')
  await waitFor(() => errors.length > 0)
  expect(errors).toEqual(['the private store ended by itself'])
  await server.stop()
})

test('without any server there is one error that names the ways to get one', async () => {
  const told: string[] = []
  const log = { ...quiet, warn: (facts: object) => told.push(JSON.stringify(facts)) }
  const finders = [
    () => findOnPath(join(folder, 'nowhere')),
    () => Promise.reject(new Error('the archive is away')),
  ]
  await expect(start(newHome(), { finders, log })).rejects.toMatchObject({
    code: 'MUSTER_NO_STORE',
    hint: expect.stringMatching(/apt-get install redis-server.*docker compose.*MUSTER_STORE_URL/),
  })
  expect(told).toEqual([expect.stringContaining('the archive is away')])
})

test('a server that does not run is told with its own last words', async () => {
  const bin = join(folder, 'bin-broken')
  await mkdir(bin)
  await writeFile(join(bin, 'redis-server'), '#!/bin/sh\necho out of cheese >&2\nexit 3\n')
  await chmod(join(bin, 'redis-server'), 0o755)
  await expect(start(newHome(), { path: bin })).rejects.toMatchObject({
    code: 'MUSTER_STORE_UNREACHABLE',
    message: expect.stringContaining('out of cheese'),
  })
})

test('dragonfly comes before valkey, valkey before redis, wherever they are on the PATH', async () => {
  const [one, two] = [join(folder, 'bin-one'), join(folder, 'bin-two')]
  await mkdir(one)
  await mkdir(two)
  expect(findOnPath(`${one}:${two}`)).toBeNull()
  for (const [bin, name] of [
    [one, 'redis-server'],
    [two, 'valkey-server'],
    [two, 'dragonfly'],
  ] as const) {
    await symlink('/bin/true', join(bin, name))
    expect(findOnPath(`${one}:${two}`)).toMatchObject({ name, command: join(bin, name) })
  }
})

test('dragonfly is told to follow hash tags and to snapshot, with its password in a file only', () => {
  const dragonfly = {
    name: 'dragonfly',
    kind: 'dragonfly',
    command: '/bin/dragonfly',
    libraries: [],
  } as const
  const settings = settingsFor(dragonfly, '/data', { port: 7, password: 'secret' })
  expect(settings.text.split('\n')).toEqual(
    expect.arrayContaining([
      '--cluster_mode=emulated',
      '--lock_on_hashtags',
      '--dir=/data',
      '--requirepass=secret',
    ]),
  )
  expect(settings.args).toEqual(['--flagfile=/data/server.flags'])
})
