import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DEFAULT_TENANT, type EffectDeclaration, type Json, keySecretFile, type Template } from '@muster/core'
import { openPgliteLedger } from '@muster/ledger'
import { startLocalServer } from '@muster/store'
import { waitFor } from '@muster/testing'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readModel } from '../../apps/worker/src/read-model.ts'
import { type ModelServer, startAnthropic, startOpenAi } from '../support/model-servers.ts'
import {
  BOB,
  type MusterOptions,
  type Site,
  SILENT,
  startMuster,
  type TestMuster,
} from '../support/muster.ts'

let site: Site
let secret: string

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'muster-services-'))
  const server = await startLocalServer({ home, log: SILENT })
  const ledger = await openPgliteLedger(join(home, 'ledger'))
  secret = keySecretFile(home)
  site = {
    ledger,
    storeUrl: server.url,
    async close() {
      await ledger.close()
      await server.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
})
afterAll(() => site?.close())

async function open(rest: MusterOptions): Promise<TestMuster> {
  const muster = await startMuster(site, 1, undefined, undefined, {
    tiers: [0, 1, 2],
    keySecretFile: secret,
    ...rest,
  })
  onTestFinished(() => muster.stop())
  return muster
}

describe('the model of a worker', () => {
  const KEY = `the-key-${'0123456789abcdef'.repeat(2)}`
  const said = (path: string) => ({
    summary: 'One race.',
    findings: [
      { path, line: 2, severity: 'high', problem: 'The lock is never freed.' },
      { path, line: 99, severity: 'low', problem: 'It has no such line.' },
      { path: '/etc/passwd', line: 1, severity: 'high', problem: 'It was not reviewed.' },
    ],
  })
  const SECRET = `AKIA${'QWERTYUIOPASDFGH'}`
  const WRONG = `wrong-key-${'fedcba9876543210'.repeat(2)}`
  /** The agents' project is the directory of temporary files. */
  const pipelineFor = (directory: string) =>
    JSON.stringify({
      name: 'p',
      stages: [
        {
          name: 'review',
          template: 'code-review',
          config: { inputs: { path: `${basename(directory)}/src` } },
        },
        { name: 'env', template: 'command', config: { inputs: { command: ['env'] } } },
      ],
    })
  const env = (server: ModelServer, api: string, key: string) =>
    api === 'anthropic'
      ? { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url }
      : { MUSTER_MODEL_URL: server.url, MUSTER_MODEL_KEY: key, MUSTER_MODEL: 'local-model' }

  async function review(api: string, key: string) {
    const project = mkdtempSync(join(tmpdir(), 'muster-reviewed-'))
    onTestFinished(() => rm(project, { recursive: true, force: true }))
    const server = await (api === 'anthropic' ? startAnthropic : startOpenAi)(
      KEY,
      `Here you are:\n${JSON.stringify(said(`${basename(project)}/src/a.js`))}`,
    )
    onTestFinished(() => server.close())
    const muster = await open({ model: readModel(env(server, api, key)) })
    await mkdir(join(project, 'src'))
    await writeFile(join(project, 'src', 'a.js'), `lock()\nrun()\nconst id = '${SECRET}'\n`)
    const { id: run } = await muster.submit(pipelineFor(project))
    const row = await muster.ended(run)
    const stages = await muster.stages(run)
    return { server, muster, run, row, stages, path: `${basename(project)}/src/a.js` }
  }

  /** Everything that was written anywhere: ledger, store, artifacts, logs, what an agent sees of its environment. */
  async function traces(muster: TestMuster, run: string): Promise<string> {
    const client = muster.connection.client as Redis
    const dumps = (await client.keys('*')).map(async (key) =>
      (await client.dumpBuffer(key))?.toString('latin1'),
    )
    const files = await readdir(muster.home, { recursive: true, withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'latin1'))
    return JSON.stringify([await muster.entries(run), ...(await Promise.all([...dumps, ...texts]))])
  }

  test.each(['anthropic', 'openai'])(
    'adds its findings to a review through a loopback server as strict as the API of %s',
    async (api) => {
      const { server, muster, run, row, stages, path } = await review(api, KEY)
      expect(row.status).toBe('succeeded')
      const outputs = stages.get('review')?.outputs
      expect(outputs).toMatchObject({ files: 1, secrets: 1, model: 2, findings: 3 })
      expect(server.prompts).toHaveLength(1)
      expect(server.prompts[0]).toContain(
        `<file path="${path}">\n1+ lock()\n2+ run()\n3+ (a line with a secret`,
      )
      expect(server.prompts[0]).not.toContain(SECRET)
      const entries = await muster.entries(run)
      const spent = JSON.stringify(entries).match(/"tokens":123[,}]/g) ?? []
      expect(spent.length).toBeGreaterThan(0)
      const found = await traces(muster, run)
      expect(found).toContain('The lock is never freed.')
      expect(found).toContain('MUSTER_MODEL=')
      expect(found).not.toContain(KEY)
    },
    60_000,
  )

  test.each(['anthropic', 'openai'])(
    'leaves a review without it when the API of %s refuses the key, which a loopback server quotes and nobody repeats',
    async (api) => {
      const { muster, run, row, stages } = await review(api, WRONG)
      expect(row.status).toBe('succeeded')
      expect(stages.get('review')?.outputs).toMatchObject({ findings: 1, model: 0 })
      const found = await traces(muster, run)
      expect(found).toContain("did not review: the model's API answered 401")
      expect(found).not.toContain(WRONG)
    },
    60_000,
  )
})

describe('the template http', () => {
  /** As shipped, but for the addresses: the service of the test is on the loopback. */
  const here = (template: Template): Template =>
    template.name === 'http'
      ? {
          ...template,
          effects: (template.effects ?? []).map((one) => ({ ...one, private: true }) as EffectDeclaration),
        }
      : template

  async function startService() {
    const seen: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] =
      []
    const server = createServer((request, response) => {
      void (async () => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        seen.push({ method: request.method ?? '', headers: request.headers, body })
        response.writeHead(request.method === 'POST' ? 201 : 200).end(JSON.stringify({ seen: seen.length }))
      })()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/items` }
  }

  const call = (inputs: Record<string, Json>, config: Record<string, Json> = {}) => ({
    name: 'call',
    template: 'http',
    config: { ...config, inputs },
  })

  test('asks a service through the host at any tier, and hands on what it answered', async () => {
    const { seen, url } = await startService()
    const muster = await open({ adapt: here })
    const inputs = { url, headers: { 'x-a': 'b' }, parse: 'json' }
    const { id: run } = await muster.submit(JSON.stringify({ name: 'p', stages: [call(inputs)] }))
    expect((await muster.ended(run)).status).toBe('succeeded')
    expect((await muster.stages(run)).get('call')?.outputs).toMatchObject({
      status: 200,
      truncated: false,
      body: '{"seen":1}',
      result: { seen: 1 },
    })
    expect(seen).toMatchObject([{ method: 'GET', headers: { 'x-a': 'b' } }])
    const effects = await muster.ledger.effects(run)
    expect(effects).toMatchObject([{ verb: 'http.request', target: `GET ${url}` }])
  })

  test('changes nothing below tier 2, and behind a gate does it once with a key', async () => {
    const { seen, url } = await startService()
    const muster = await open({ adapt: here })
    const inputs = { url, method: 'POST', body: '{"a":1}' }
    const low = await muster.submit(JSON.stringify({ name: 'p', stages: [call(inputs)] }))
    expect((await muster.ended(low.id)).status).toBe('failed')
    expect((await muster.stages(low.id)).get('call')?.reason).toContain(
      'at T0 nothing outside the workspace is changed',
    )
    expect(seen).toEqual([])

    const gated = [
      { name: 'ask', type: 'gate' },
      { ...call(inputs, { tier: 2 }), requires: ['ask'] },
    ]
    const { id: run } = await muster.submit(JSON.stringify({ name: 'p', stages: gated }))
    await waitFor(async () => (await muster.statuses(run))['ask'] === 'waiting', {
      timeoutMs: 10_000,
      everyMs: 20,
    })
    const vote = {
      tenant: DEFAULT_TENANT,
      run,
      stage: 'ask',
      voter: BOB,
      decision: 'approve',
      comment: null,
    } as const
    await muster.engine.decide(vote)
    expect((await muster.ended(run)).status).toBe('succeeded')
    expect(seen).toMatchObject([{ method: 'POST', body: '{"a":1}' }])
    expect(seen[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{64}$/)
  })

  test('as it is shipped reaches no loopback address, takes no secret and no strange URL', async () => {
    const { seen, url } = await startService()
    const muster = await open({})
    for (const [inputs, words] of [
      [{ url }, 'which is not public'],
      [{ url: 'https://me:secret@example.org/' }, 'a URL with a password would be recorded'],
      [
        { url: 'https://example.org/', headers: { Authorization: 'x' } },
        'the header `Authorization` is for a secret',
      ],
      [{ url: 'file:///etc/passwd' }, 'is no http or https URL'],
      [{ url: 'https://example.org/', body: 'x' }, 'GET has no body'],
    ] as const) {
      const { id: run } = await muster.submit(JSON.stringify({ name: 'p', stages: [call(inputs)] }))
      expect((await muster.ended(run)).status).toBe('failed')
      expect((await muster.stages(run)).get('call')?.reason).toContain(words)
    }
    expect(seen).toEqual([])
  }, 60_000)
})
