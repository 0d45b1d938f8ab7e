import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type TestServer, testLedgerUrl, testStoreUrl } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { runDashboard } from '../src/run-dashboard.ts'
import { readEvents } from './support/read-events.ts'

const PIPELINE = `name: ask
version: 1.0.0
stages:
  - name: ask
    type: gate
    gate_type: approval
    approvers: [grace]
    timeout: 1h
`

let servers: readonly TestServer[]
let home: string
let url: string
let dashboard: { stop(): Promise<void> }

const TOKEN = 'the token of the owner'
const OWNER = { authorization: `Bearer ${TOKEN}` }

beforeAll(async () => {
  servers = await Promise.all([testStoreUrl(), testLedgerUrl()])
  home = await mkdtemp(join(tmpdir(), 'muster-dashboard-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const [store, ledger] = servers
  dashboard = await runDashboard(
    readConfig(
      {
        MUSTER_STORE_URL: store?.url,
        MUSTER_LEDGER_URL: ledger?.url,
        MUSTER_PORT: String(port),
        MUSTER_HOME: home,
        MUSTER_LOG_LEVEL: 'error',
        MUSTER_OWNER: 'ada',
        MUSTER_TOKEN: TOKEN,
      },
      process.cwd(),
    ),
  )
})
afterAll(async () => {
  await dashboard.stop()
  await Promise.all(servers.map((server) => server.stop()))
  await rm(home, { recursive: true, force: true })
})

async function post(path: string, body: unknown, who = OWNER): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...who }
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.json()
}

describe('a dashboard of its own, on a real ledger, a real store and the real engine', () => {
  it('admits a run, decides its gate, follows it to its end, and verifies its chain', async () => {
    const submitted = await post('/api/runs', { pipeline: PIPELINE })
    expect(submitted).toMatchObject({ created: true, run: { status: 'running', by: { name: 'ada' } } })
    const { run } = submitted as { run: { id: string } }
    const events = fetch(`${url}/api/runs/${run.id}/events`, { headers: OWNER }).then((answer) =>
      readEvents(answer),
    )
    const open = (await (await fetch(`${url}/api/gates`, { headers: OWNER })).json()) as {
      gates: { id: string; digest: string }[]
    }
    const digest = open.gates[0]?.digest
    expect(open.gates.map((gate) => gate.id)).toEqual([`${run.id}.ask`])
    expect(await post(`/api/gates/${run.id}.ask/votes`, { decision: 'approve', seen: digest })).toMatchObject(
      {
        error: { code: expect.stringMatching(/^MUSTER_GATE_/) },
      },
    )
    const vote = { decision: 'approve', comment: 'yes', seen: digest }
    expect(await post(`/api/gates/${run.id}.ask/votes`, { ...vote, as: 'grace' })).toMatchObject({
      error: { code: 'MUSTER_NOT_ALLOWED', message: 'You may vote for nobody but yourself.' },
    })
    const named = { ...OWNER, 'x-muster-user': 'grace' }
    expect(await (await fetch(`${url}/api/whoami`, { headers: named })).json()).toMatchObject({
      actor: { name: 'ada', roles: ['owner'] },
    })
    const { token } = (await post('/api/tokens', { name: 'test', as: 'grace', roles: ['approver'] })) as {
      token: string
    }
    const asGrace = { authorization: `Bearer ${token}` }
    const voted = await post(`/api/gates/${run.id}.ask/votes`, vote, asGrace)
    expect(voted).toMatchObject({ gate: { verdict: 'approved', votes: [{ as: 'grace' }] } })
    expect(JSON.stringify(voted)).not.toContain('"via"')
    const seen = await events
    expect(seen.at(-1)).toMatchObject({ event: 'end', data: { status: 'succeeded' } })
    const ids = seen.flatMap((event) => (event.id === null ? [] : [Number(event.id)]))
    expect(ids).toEqual(ids.map((_, index) => index + 1))
    expect(await (await fetch(`${url}/api/ledger/verify?run=${run.id}`, { headers: OWNER })).json()).toEqual({
      runs: 1,
      entries: ids.length,
      trimmed: 0,
      revocations: 0,
      refusals: 0,
      broken: [],
    })
    const answer = await fetch(`${url}/api/runs?counts=true`, { headers: OWNER })
    expect(await answer.json()).toMatchObject({ counts: { [run.id]: { total: 1, ended: 1 } } })
  })

  it('knows the templates that Muster ships', async () => {
    const { templates } = (await (await fetch(`${url}/api/templates`, { headers: OWNER })).json()) as {
      templates: { name: string }[]
    }
    expect(templates.map((template) => template.name)).toContain('default')
  })
})
