import { once } from 'node:events'
import { link, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { EffectDeclaration, JsonObject } from '@muster/core'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { isPublicAddress } from '../src/effects/public-address.ts'
import {
  createBareLauncher,
  createSecrets,
  type EffectOutcome,
  type EffectPlace,
  prepareEffect,
} from '../src/index.ts'
import { temporaryDirectory } from './support/agent.ts'
import { isAlive, until } from './support/processes.ts'

let place: EffectPlace
let project: string
beforeEach(async () => {
  project = await temporaryDirectory()
  place = {
    projectDir: project,
    path: '/usr/bin:/bin',
    launcher: createBareLauncher(),
    idempotencyKey: 'the-key',
    env: { MUSTER_RUN: 'r1' },
    model: null,
    secrets: createSecrets(join(project, 'secrets')),
    tier: 2,
  }
})

function prepare(declaration: EffectDeclaration, target: string, parameters: JsonObject) {
  return prepareEffect(declaration, target, parameters, place)
}

async function perform(
  declaration: EffectDeclaration,
  target: string,
  parameters: JsonObject,
  signal = new AbortController().signal,
): Promise<EffectOutcome> {
  const prepared = prepare(declaration, target, parameters)
  if (prepared.problem !== null) throw new Error(prepared.problem)
  return prepared.run(signal)
}

describe('file.write', () => {
  const writes = { verb: 'file.write', roots: ['out'], maxBytes: 100 } as const

  beforeEach(() => mkdir(join(project, 'out', 'deep'), { recursive: true }))

  test('writes a file below a root, whole, and leaves nothing else behind', async () => {
    const first = await perform(writes, 'out/deep/a.txt', { content: 'one' })
    expect(first).toMatchObject({ ended: 'done', result: { bytes: 3, replaced: false } })
    const second = await perform(writes, 'out/deep/a.txt', { content: 'dHdv', encoding: 'base64' })
    expect(second).toMatchObject({ ended: 'done', result: { bytes: 3, replaced: true } })
    expect(await readFile(join(project, 'out/deep/a.txt'), 'utf8')).toBe('two')
    expect(await readdir(join(project, 'out/deep'))).toEqual(['a.txt'])
  })

  test('follows no symbolic link out of its root: not of a directory, not of the file', async () => {
    const outside = await temporaryDirectory()
    await writeFile(join(outside, 'kept'), 'kept')
    await symlink(outside, join(project, 'out', 'away'))
    expect(await perform(writes, 'out/away/new', { content: 'x' })).toMatchObject({
      ended: 'failed',
      reason: 'a directory on its way is a symbolic link, or none',
    })
    await symlink(join(outside, 'kept'), join(project, 'out', 'link'))
    expect(await perform(writes, 'out/link', { content: 'x' })).toMatchObject({ ended: 'done' })
    expect((await lstat(join(project, 'out', 'link'))).isFile()).toBe(true)
    expect(await readFile(join(outside, 'kept'), 'utf8')).toBe('kept')
    expect(await readdir(outside)).toEqual(['kept'])
  })

  test('does not write through a hard link into a file outside', async () => {
    const outside = await temporaryDirectory()
    await writeFile(join(outside, 'kept'), 'kept')
    await link(join(outside, 'kept'), join(project, 'out', 'hard'))
    await perform(writes, 'out/hard', { content: 'x' })
    expect(await readFile(join(outside, 'kept'), 'utf8')).toBe('kept')
  })

  test('a root that is a symbolic link is the directory it leads to', async () => {
    const outside = await temporaryDirectory()
    await symlink(outside, join(project, 'linked'))
    const declaration = { ...writes, roots: ['linked'] }
    expect(await perform(declaration, 'linked/a', { content: 'x' })).toMatchObject({ ended: 'done' })
    expect(await readdir(outside)).toEqual(['a'])
  })

  test.each([
    ['more than the limit', { content: 'x'.repeat(101) }, /at most 100 are allowed/],
    ['no content', {}, /not a text/],
    ['what is not base64', { content: '§', encoding: 'base64' }, /not base64/],
    ['another parameter', { content: 'x', mode: 511 }, /no parameter `mode`/],
  ])('refuses %s before anyone is asked', (_, parameters, problem) => {
    expect(prepare(writes, 'out/a', parameters as JsonObject).problem).toMatch(problem)
  })

  test('changes nothing where there is a directory, or no directory to be in', async () => {
    expect(await perform(writes, 'out/deep', { content: 'x' })).toMatchObject({ ended: 'failed' })
    expect(await perform(writes, 'out/none/a', { content: 'x' })).toMatchObject({ ended: 'failed' })
    expect(await readdir(join(project, 'out'))).toEqual(['deep'])
  })

  test('once stopped it puts nothing into place', async () => {
    const outcome = await perform(writes, 'out/a', { content: 'x' }, AbortSignal.abort())
    expect(outcome.ended).toBe('failed')
    expect(await readdir(join(project, 'out'))).toEqual(['deep'])
  })
})

describe('command.run', () => {
  const commands = (script: string, timeoutMs = 10_000) =>
    ({
      verb: 'command.run',
      commands: { it: ['sh', '-c', script] },
      env: { COLOUR: 'red' },
      timeoutMs,
    }) as const

  test('runs the declared command in the project, with the declared environment and no other', async () => {
    process.env['MUSTER_TEST_SECRET'] = 'secret'
    onTestFinished(() => void delete process.env['MUSTER_TEST_SECRET'])
    const outcome = await perform(commands('env; pwd; exit 3'), 'it', {})
    expect(outcome).toMatchObject({ ended: 'done', reason: 'exit code 3', result: { exitCode: 3 } })
    const told = outcome.told['stdout']
    expect(told).toContain('COLOUR=red')
    expect(told).toContain('MUSTER_EFFECT_KEY=the-key')
    expect(told).toContain(project)
    expect(told).not.toContain('secret')
  })

  test('takes no arguments from the agent', () => {
    expect(prepare(commands('true'), 'it', { args: ['x'] }).problem).toMatch(/no parameter `args`/)
  })

  test('tells the beginning of what is written, and keeps its size and digest alone', async () => {
    const outcome = await perform(commands('yes | head -c 1000000'), 'it', {})
    expect(outcome.told['stdout']).toHaveLength(65_536)
    expect(outcome.result).toMatchObject({ written: { stdout: { bytes: 1_000_000 } } })
    expect(JSON.stringify(outcome.result)).not.toContain('y\\n')
  })

  test('a command that takes too long is killed with all it started, and what it did is unknown', async () => {
    const outcome = await perform(commands('sleep 1000 & echo $! > pid; wait', 300), 'it', {})
    expect(outcome).toMatchObject({
      ended: 'unknown',
      reason: expect.stringContaining('killed after 300 ms'),
    })
    const pid = Number(await readFile(join(project, 'pid'), 'utf8'))
    await until(() => !isAlive(pid))
  })

  test('a command whose program is missing changed nothing', async () => {
    const declaration = { ...commands(''), commands: { it: ['no-such-program'] } }
    expect(await perform(declaration, 'it', {})).toMatchObject({ ended: 'failed' })
  })
})

describe('http.request', () => {
  async function serve(
    answer: (path: string, response: ServerResponse, body: string) => void,
  ): Promise<string> {
    const server: Server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () =>
        answer([request.url, request.headers['idempotency-key']].join(' '), response, body),
      )
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => server.close().closeAllConnections())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  const requests = (host: string, more: object = {}) =>
    ({
      verb: 'http.request',
      hosts: [host],
      methods: ['GET', 'POST'],
      private: true,
      timeoutMs: 5_000,
      ...more,
    }) as const

  test('sends what is asked for, and tells the answer; of its body only size and digest are recorded', async () => {
    const host = await serve((path, response, body) => response.writeHead(500).end(`${path} ${body}`))
    const outcome = await perform(requests(host), `POST http://${host}/a?b=c`, {
      body: 'hello',
      headers: { accept: 'text/plain' },
    })
    expect(outcome).toMatchObject({ ended: 'done', result: { status: 500, truncated: false } })
    expect(outcome.told['body']).toBe('/a?b=c the-key hello')
    expect(JSON.stringify(outcome.result)).not.toContain('hello')
  })

  test('goes to no private address unless the template says so, and none that its name leads to', async () => {
    const host = await serve((_, response) => response.end('x'))
    const closed = requests(host, { private: false })
    expect(await perform(closed, `GET http://${host}/`, {})).toMatchObject({
      ended: 'failed',
      reason: '127.0.0.1 is 127.0.0.1, which is not public',
    })
    const named = host.replace('127.0.0.1', 'localhost')
    expect(await perform(requests(named, { private: false }), `GET http://${named}/`, {})).toMatchObject({
      ended: 'failed',
      reason: expect.stringContaining('which is not public'),
    })
  })

  test('follows no redirect', async () => {
    const asked: string[] = []
    const host = await serve((path, response) => {
      asked.push(path)
      response.writeHead(302, { location: 'http://b.example/' }).end()
    })
    const outcome = await perform(requests(host), `GET http://${host}/`, {})
    expect(outcome).toMatchObject({ ended: 'done', result: { status: 302 } })
    expect(outcome.told['headers']).toMatchObject({ location: 'http://b.example/' })
    expect(asked).toHaveLength(1)
  })

  test('reads an answer up to a limit', async () => {
    const host = await serve((_, response) => response.end(Buffer.alloc(2_000_000, 'x')))
    const outcome = await perform(requests(host), `GET http://${host}/`, {})
    expect(outcome).toMatchObject({ ended: 'done', result: { bytes: 524_288, truncated: true } })
  })

  test('a change that got no answer is unknown, and a read that got none changed nothing', async () => {
    const host = await serve((_, response) => void response.socket?.destroy())
    expect(await perform(requests(host), `POST http://${host}/`, { body: 'x' })).toMatchObject({
      ended: 'unknown',
    })
    expect(await perform(requests(host), `GET http://${host}/`, {})).toMatchObject({ ended: 'failed' })
  })

  test('a change that never reached its target changed nothing', async () => {
    const host = await serve(() => {})
    const gone = `127.0.0.1:1`
    expect(await perform(requests(gone), `POST http://${gone}/`, { body: 'x' })).toMatchObject({
      ended: 'failed',
    })
    const slow = requests(host, { timeoutMs: 200 })
    expect(await perform(slow, `POST http://${host}/`, { body: 'x' })).toMatchObject({ ended: 'unknown' })
  })

  test.each([
    ['a header of the connection', { headers: { Host: 'b.example' } }],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }],
    ['a body of a read', { body: 'x' }],
  ])('refuses %s', (_, parameters) => {
    const { problem } = prepare(requests('a.example'), 'GET http://a.example/', parameters)
    expect(problem).not.toBe(null)
  })

  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['192.168.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:db8::1', false],
  ])('whether %s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })
})
