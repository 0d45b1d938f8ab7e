import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject, Log } from '@muster/core'
import { openPostgresLedger } from '@muster/ledger'
import { createSecrets } from '@muster/runtime'
import { testLedgerUrl, testStoreUrl, waitFor } from '@muster/testing'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { startMuster } from '../support/muster.ts'
import { storeValues } from '../support/store-values.ts'

const ID = randomUUID()
const CANARY = `canary "${ID}" +/&`
/** A part of it tells it as well. */
const FORMS = [
  ID.slice(0, 12),
  Buffer.from(CANARY).toString('base64').replace(/=+$/, ''),
  Buffer.from(CANARY).toString('hex'),
]
/** Of a signed token: what planners and workers prove who they are, and what they may do, with. */
const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/
const hides = (text: string): boolean => !FORMS.some((form) => text.includes(form)) && !TOKEN.test(text)

/** Asks for what its input lists, and leaves what it was told wherever an agent can leave something. */
const AGENT = `
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
const waiting = new Map()
let last = 0
const ask = (method, params) => new Promise((resolve) => {
  last += 1
  waiting.set('a' + last, resolve)
  say({ id: 'a' + last, method, params })
})
async function execute({ input, workspace }) {
  const answers = []
  for (const [key, what] of input.inputs.asks.entries())
    answers.push(await ask('effect/request', { idempotencyKey: 'k' + key, ...what }))
  const text = JSON.stringify({ answers, env: process.env })
  console.error(text)
  writeFileSync(workspace.work + '/told', text)
  writeFileSync(workspace.artifacts + '/told', text)
  await ask('artifact/stage', { name: 'staged', content: text })
  await ask('checkpoint/save', { data: { text: text.slice(0, 4000) } })
  await ask('output/emit', { type: 'gamma', name: 'answers', value: answers })
  return { ok: true }
}
createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params, result, error } = JSON.parse(line)
  if (method === undefined) return waiting.get(id)?.(result ?? error)
  if (method === 'initialize')
    say({ id, result: { protocolVersion: 1, nonce: params.nonce, name: 'teller', version: '1', capabilities: { phases: ['PLAN', 'EXECUTE'] } } })
  else if (method === 'phase/run')
    say({ id, result: params.phase === 'PLAN' ? { ok: true, plan: { actions: params.input.inputs.plan } } : await execute(params) })
  else if (id !== undefined) say({ id, result: {} })
})
`
const TEMPLATE = `
name: telling
version: 1.0.0
tier: 2
inputs: { plan: { type: list }, asks: { type: list } }
agent: [node, agent.mjs]
files: [agent.mjs]
effects:
  - verb: command.run
    commands:
      deploy:
        - sh
        - -c
        - 'printf %s "$CANARY" | sha256sum > proof; echo "$CANARY"; printf %s "$CANARY" | base64 -w0; echo "$CANARY" >&2; printf %s "$CANARY" | head -c 20'
    secrets: [CANARY]
  - verb: http.request
    hosts: ['*']
    methods: [POST]
    private: true
    secrets: [CANARY]
  - verb: file.write
    roots: [out]
`

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** Every row of every table, as text. */
async function rowsOf(url: string): Promise<readonly string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const tables = await sql`select table_schema as schema, table_name as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
    const texts: string[] = []
    for (const { schema, name } of tables)
      for (const row of await sql`select t::text as text from ${sql(schema as string)}.${sql(name as string)} t`)
        texts.push(row['text'] as string)
    return texts
  } finally {
    await sql.end()
  }
}

test('a secret reaches the command and the server that it is for, and no queue, log, ledger, workspace or evidence; nor does what agents prove themselves with', async () => {
  const [ledger, store] = await Promise.all([testLedgerUrl(), testStoreUrl()])
  const site = { ledger: await openPostgresLedger(ledger.url), storeUrl: store.url, close: async () => {} }
  const home = mkdtempSync(join(tmpdir(), 'muster-secrets-'))
  const project = join(home, 'project')
  const templates = join(home, 'templates')
  const secrets = join(home, 'secrets')
  for (const directory of [join(project, 'out'), templates, secrets])
    mkdirSync(directory, { recursive: true })
  writeFileSync(join(secrets, 'CANARY'), `${CANARY}\n`)
  writeFileSync(join(templates, 'telling.yaml'), TEMPLATE)
  writeFileSync(join(templates, 'agent.mjs'), AGENT)

  const heard: (string | undefined)[] = []
  const seen = { workspaces: 0 }
  const server = createServer((request, response) => {
    heard.push(request.headers.authorization)
    for (const path of filesBelow(join(home, 'work', 'workspaces'))) {
      seen.workspaces += 1
      expect([path, hides(readFileSync(path, 'latin1'))]).toEqual([path, true])
    }
    response.setHeader('x-echo', request.headers.authorization ?? '')
    response.end(JSON.stringify({ headers: request.headers }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = (server.address() as AddressInfo).port

  const logged: string[] = []
  const note = (...said: readonly unknown[]): void => void logged.push(JSON.stringify(said))
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const muster = await startMuster(site, 0, join(home, 'work'), undefined, {
    templates: [templates],
    project,
    secrets: createSecrets(secrets),
    log,
  })
  const spoken: string[] = []
  const monitor = connect(Number(new URL(store.url).port), new URL(store.url).hostname)
  monitor.setEncoding('utf8').on('data', (text: string) => void spoken.push(text))
  monitor.write('MONITOR\r\n')
  await waitFor(() => spoken.join('').includes('OK'))
  onTestFinished(async () => {
    monitor.destroy()
    await muster.stop()
    server.close()
    await site.ledger.close()
    await Promise.all([ledger.stop(), store.stop(), rm(home, { recursive: true, force: true })])
  })
  await muster.startWorker('w1')

  const post = { verb: 'http.request', target: `POST http://127.0.0.1:${port}/tell` }
  const deploy = { verb: 'command.run', target: 'deploy' }
  const write = { verb: 'file.write', target: 'out/file' }
  const secret = (name: string) => ({ headers: { authorization: { secret: name, prefix: 'Bearer ' } } })
  const asks: readonly JsonObject[] = [
    { ...post, parameters: secret('CANARY') },
    deploy,
    { ...post, parameters: secret('OTHER') },
    { ...write, parameters: { content: { secret: 'CANARY' } } },
    // By now the workspace has all that the agent wrote of the others.
    { ...post, parameters: secret('CANARY') },
  ]
  const submit = (tier: number) =>
    muster.submit(
      JSON.stringify({
        name: 'telling',
        stages: [
          {
            name: 'work',
            template: 'telling',
            config: { tier, inputs: { plan: [post, deploy, write], asks } },
          },
        ],
      }),
    )
  const answersOf = async (run: string) =>
    (await muster.stages(run)).get('work')?.outputs['answers'] as unknown as readonly JsonObject[]
  const run = await submit(2)
  expect((await muster.ended(run.id, 30_000)).reason).toBe(null)

  expect(heard).toEqual([`Bearer ${CANARY}`, `Bearer ${CANARY}`])
  expect(readFileSync(join(project, 'proof'), 'utf8')).toContain(
    createHash('sha256').update(CANARY).digest('hex'),
  )
  const answers = await answersOf(run.id)
  expect(answers).toMatchObject([
    { ended: 'done', result: { headers: { 'x-echo': 'Bearer [secret CANARY]' } } },
    {
      ended: 'done',
      result: { stdout: '[secret CANARY]\n[secret CANARY]==[secret CANARY]', stderr: '[secret CANARY]\n' },
    },
    { decision: 'deny', code: 'invalid', reason: 'its template declares no secret `OTHER`' },
    { decision: 'deny', code: 'invalid' },
    { ended: 'done' },
  ])
  expect(seen.workspaces).toBeGreaterThan(0)

  const low = await submit(1)
  expect((await muster.ended(low.id, 30_000)).reason).toBe(null)
  expect((await answersOf(low.id))[0]).toMatchObject({
    decision: 'deny',
    reason: 'secrets are for tier 2 and above',
  })

  const kept = await storeValues(muster.connection)
  const stores = {
    redis: [spoken.join(''), ...kept.values()],
    postgres: await rowsOf(ledger.url),
    files: filesBelow(join(home, 'work')).map((path) => readFileSync(path, 'latin1')),
    logs: logged,
  }
  for (const [name, texts] of Object.entries(stores)) {
    expect([name, texts.length > 0]).toEqual([name, true])
    expect([name, texts.filter((text) => !hides(text))]).toEqual([name, []])
  }
  // What is searched has what was told, so that the search would have found it.
  expect(stores.postgres.join().includes('[secret CANARY]')).toBe(true)
  expect(stores.redis.join().includes('[secret CANARY]')).toBe(true)
  expect([...kept.values()].some((text) => text.includes('credential'))).toBe(true)
  expect(/"permit\W+[\w-]{200}/.test(spoken.join(''))).toBe(true)
}, 90_000)
