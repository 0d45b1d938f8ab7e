import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { agentId, type EntryView } from '@muster/core'
import { Muster } from '@muster/sdk'
import { QueueClient } from '@muster/sdk/queue'
import { startRedis, type TestServer, waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, photograph } from '../support/browser.ts'
import { cli } from '../support/processes.ts'
import { openUp, templateText, type Up } from '../support/up.ts'
import { comparable, type DecidingSurface, surfacesOf } from '../support/walks.ts'

const PUBLISH = `
name: publish
timeout: 1h
inputs: { summary: { type: string, default: Publish it } }
stages:
  - name: release
    template: release
    config: { inputs: { summary: '\${{ inputs.summary }}' } }
    approval: { approvers: ['role:approver'], message: 'Publish it?' }
`
const STAGE = 'release'
const PATIENCE = { timeoutMs: 30_000, everyMs: 50 }

/** Somebody with a token of their own. */
interface Person {
  readonly token: string
  readonly muster: Muster
  readonly cli: (...args: string[]) => ReturnType<typeof cli>
}

describe('a browser', () => {
  let cwd: string
  let store: TestServer
  let up: Up
  let browser: Browser
  let queue: QueueClient
  let url: string
  /** Who starts the runs, and could approve those of others. */
  let ana: Person
  /** Who approves them. */
  let ben: Person

  beforeAll(async () => {
    store = await startRedis()
    queue = new QueueClient({ storeUrl: store.url })
    up = await openUp({
      env: { MUSTER_STORE_URL: store.url },
      templates: { release: templateText('release') },
    })
    ;({ browser, cwd } = up)
    await writeFile(join(cwd, 'publish.yaml'), PUBLISH)
    const owner = up.muster
    url = owner.url
    ana = await person(owner, 'ana', ['author', 'approver'])
    ben = await person(owner, 'ben', ['approver'])
  }, 90_000)
  afterAll(async () => {
    await queue?.close()
    await up?.close()
    await store?.stop()
  })

  async function person(owner: Muster, as: string, roles: readonly string[]): Promise<Person> {
    const { token } = await owner.createToken({ name: 'test', as, roles })
    const env = { MUSTER_URL: url, MUSTER_TOKEN: token, MUSTER_USER: 'root' }
    return { token, muster: new Muster({ url, token }), cli: (...args) => cli(args, { cwd, env }) }
  }

  /** Opens a browser in which somebody has logged in by their token. */
  async function enter({ token }: Person): Promise<{ page: Page; wrong: string[] }> {
    const opened = await openPage(browser)
    await opened.page.goto(`${url}/?token=${token}`)
    expect(new URL(opened.page.url()).search).toBe('')
    return opened
  }

  /** Starts a run and waits until its plan waits for approval. */
  async function asked(inputs: Record<string, string> = {}, round = 1): Promise<string> {
    const { id } = await ana.muster.trigger(PUBLISH, { inputs })
    await opened(agentId(id, STAGE), round)
    return id
  }

  async function opened(gate: string, round: number): Promise<void> {
    await waitFor(async () => {
      const evidence = await ben.muster.evidence(gate).catch(() => null)
      return evidence?.round === round && evidence.verdict === null
    }, PATIENCE)
  }

  async function entriesOf(run: string): Promise<readonly EntryView[]> {
    const entries: EntryView[] = []
    for await (const entry of ben.muster.run(run).events()) entries.push(entry)
    return entries
  }

  /** Approves, rejects, and sends back and approves, on one surface; answers what the ledger then holds of each. */
  async function walk(surface: DecidingSurface, watch: (run: string, status: string) => Promise<void>) {
    const ended: unknown[] = []
    const end = async (run: string, status: string) => {
      await ben.muster.run(run).result({ timeoutMs: 30_000 })
      await watch(run, status)
      ended.push(comparable(await entriesOf(run), run))
    }
    const approved = await asked()
    await surface.inbox(agentId(approved, STAGE))
    expect(await surface.look(agentId(approved, STAGE))).toContain('publish site')
    await surface.approve(agentId(approved, STAGE), 'looks right')
    await end(approved, 'succeeded')

    const rejected = await asked()
    await surface.inbox(agentId(rejected, STAGE))
    await surface.reject(agentId(rejected, STAGE), 'not today')
    await end(rejected, 'failed')

    const returned = await asked()
    const gate = agentId(returned, STAGE)
    await surface.inbox(gate)
    await surface.sendBack(gate, 'announce it too')
    await opened(gate, 2)
    await surface.inbox(gate)
    const shown = await surface.look(gate)
    expect(shown).toMatch(/\+\s*announce mail/)
    expect(shown).toContain('1 action added')
    await surface.approve(gate, 'now it is right')
    await end(returned, 'succeeded')
    return ended
  }

  test('decides as the command line, the SDK and the queue do: the ledger differs by the name of the surface alone', async () => {
    const { page, wrong } = await enter(ben)
    const { ofPage, ofCommands, ofSdk, ofQueue } = surfacesOf(page, { ...ben, queue })
    const onPage = async (run: string, status: string) => {
      await page.goto(`${url}/runs/${run}`)
      await page.locator(`.run-head .is-${status}`).waitFor()
      await photograph(page, `run-${status}`)
    }
    const nothing = async () => {}
    const [byPage, byCommands, bySdk, byQueue] = await Promise.all([
      walk(ofPage, onPage),
      walk(ofCommands, nothing),
      walk(ofSdk, nothing),
      walk(ofQueue, nothing),
    ])
    const surfaces = (ended: unknown) => [...new Set(JSON.stringify(ended).match(/"surface":"\w+"/g))]
    expect([byPage, byCommands, bySdk, byQueue].map(surfaces)).toEqual([
      ['"surface":"page"'],
      ['"surface":"cli"'],
      ['"surface":"sdk"'],
      ['"surface":"queue"'],
    ])
    const unnamed = (ended: unknown) =>
      JSON.parse(JSON.stringify(ended).replaceAll(/"surface":"\w+"/g, '"surface":"any"')) as unknown
    expect(unnamed(byPage)).toEqual(unnamed(bySdk))
    expect(unnamed(byCommands)).toEqual(unnamed(bySdk))
    expect(unnamed(byQueue)).toEqual(unnamed(bySdk))
    expect(wrong).toEqual([])
  }, 120_000)

  test('tells who started a run that they may not decide it, though they could decide others, on every surface', async () => {
    const run = await asked()
    const gate = agentId(run, STAGE)
    const { digest: seen } = await ana.muster.gate(gate)
    const { page } = await enter(ana)
    await page.goto(`${url}/inbox`)
    await page.getByText('Nothing waits for you.').waitFor()
    expect(await page.locator(`a[href="/gates/${gate}"]`).count()).toBe(0)
    await page.goto(`${url}/gates/${gate}`)
    await page.getByText('You started this run, and may not decide it.').waitFor()
    expect(await page.getByRole('form').count()).toBe(0)
    await photograph(page, 'gate-author')
    const status = await page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' }
        return (await fetch(path ?? '', { method: 'POST', headers, body: body ?? '' })).status
      },
      [`/api/gates/${gate}/votes`, JSON.stringify({ decision: 'approve', surface: 'page', seen })],
    )
    expect(status).toBe(403)
    const typed = await ana.cli('approve', gate)
    expect([typed.code, typed.output]).toEqual([4, expect.stringContaining('MUSTER_GATE_AUTHOR')])
    const refused = { code: 'MUSTER_GATE_AUTHOR' }
    await expect(ana.muster.approve(gate)).rejects.toMatchObject(refused)
    await expect(queue.vote(gate, 'approve', { token: ana.token, seen })).rejects.toMatchObject(refused)
    expect(await ben.muster.approve(gate)).toMatchObject({ verdict: 'approved' })
    const facts = (await entriesOf(run)).map(({ cause }) => cause)
    expect(facts.filter(({ kind }) => kind === 'gate.refused')).toEqual(
      Array.from({ length: 4 }, () => ({
        kind: 'gate.refused',
        stage: STAGE,
        voter: { kind: 'person', name: 'ana', roles: ['author', 'approver'] },
        decision: 'approve',
        because: 'MUSTER_GATE_AUTHOR',
      })),
    )
  }, 60_000)

  test('lets no page of another site frame a gate, or vote with the cookie of who looks at it', async () => {
    const gate = agentId(await asked(), STAGE)
    const { page } = await enter(ben)
    const votes = `${url}/api/gates/${gate}/votes`
    const { digest } = await ben.muster.gate(gate)
    const body = JSON.stringify({ decision: 'approve', seen: digest })
    const site = createServer((request, response) => {
      response.setHeader('content-type', 'text/html')
      const frame = `<iframe src="${url}/gates/${gate}" width="800" height="600"></iframe>`
      const form = `<form method="post" enctype="text/plain" action="${votes}" target="sink"><input name='${body.slice(0, -1)},"x":"' value='"}'></form><iframe name="sink"></iframe>`
      response.end(`<!doctype html><title>lure</title>${request.url === '/frame' ? frame : form}`)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const lure = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    try {
      await page.goto(`${lure}/frame`)
      await waitFor(() => page.frames().length === 2, PATIENCE)
      expect(await page.frames()[1]?.locator('form, main').count()).toBe(0)
      await page.goto(`${lure}/form`)
      const refused = page.waitForResponse(votes)
      await page.evaluate('document.forms[0].submit()')
      expect((await refused).status()).toBe(403)
      const told = await page.evaluate(
        ([url, text]) =>
          fetch(url ?? '', {
            method: 'POST',
            mode: 'no-cors',
            credentials: 'include',
            body: text ?? '',
          }).then(
            ({ type }) => type,
            () => 'failed',
          ),
        [votes, body],
      )
      expect(['opaque', 'failed']).toContain(told)
      const { verdict, votes: cast } = await ben.muster.gate(gate)
      expect([verdict, cast]).toEqual([null, []])
    } finally {
      site.closeAllConnections()
      await new Promise((resolve) => site.close(resolve))
    }
  }, 60_000)
})
