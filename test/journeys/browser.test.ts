import { mkdtempSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentId, type EntryView } from '@muster/core'
import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, photograph } from '../support/browser.ts'
import { cli, type Running, startCli } from '../support/processes.ts'
import { killAll } from '../support/processes-of.ts'
import { comparable, type DecidingSurface, surfacesOf } from '../support/walks.ts'

const PUBLISH = `
name: publish
timeout: 1h
inputs: { summary: { type: string, default: Publish it } }
stages:
  - name: release
    template: release
    config: { inputs: { summary: '\${{ inputs.summary }}' } }
    approval: { approvers: ['role:owner'], allow_author: true, message: 'Publish it?' }
`
const STAGE = 'release'
const PATIENCE = { timeoutMs: 30_000, everyMs: 50 }

describe('a browser', () => {
  let cwd: string
  let up: Running
  let browser: Browser
  let link: string
  let muster: Muster
  const env = () => ({ MUSTER_HOME: join(cwd, '.muster') })
  const ofCli = (...args: string[]) => cli(args, { cwd, env: env() })

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'muster-browser-'))
    await mkdir(join(cwd, 'templates'))
    const template = new URL('../support/templates/release.yaml', import.meta.url).pathname
    await copyFile(template, join(cwd, 'templates/release.yaml'))
    await writeFile(join(cwd, 'publish.yaml'), PUBLISH)
    up = startCli(['up', '--workers', '1'], { cwd, env: env() })
    await waitFor(() => up.output().includes('browser  '), { timeoutMs: 60_000, everyMs: 50 })
    link = /browser {2}(\S+)/.exec(up.output())?.[1] ?? ''
    muster = new Muster(JSON.parse(readFileSync(join(cwd, '.muster/host.json'), 'utf8')) as Muster)
    browser = await openBrowser()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    up?.kill()
    await up?.ended
    await killAll(cwd)
    await rm(cwd, { recursive: true, force: true })
  })

  async function enter(): Promise<{ page: Page; wrong: string[] }> {
    const opened = await openPage(browser)
    await opened.page.goto(link)
    expect(new URL(opened.page.url()).search).toBe('')
    return opened
  }

  /** Starts a run and waits until its plan waits for approval. */
  async function asked(inputs: Record<string, string> = {}, round = 1): Promise<string> {
    const { id } = await muster.trigger(PUBLISH, { inputs })
    await opened(agentId(id, STAGE), round)
    return id
  }

  async function opened(gate: string, round: number): Promise<void> {
    await waitFor(async () => {
      const evidence = await muster.evidence(gate).catch(() => null)
      return evidence?.round === round && evidence.verdict === null
    }, PATIENCE)
  }

  async function entriesOf(run: string): Promise<readonly EntryView[]> {
    const entries: EntryView[] = []
    for await (const entry of muster.run(run).events()) entries.push(entry)
    return entries
  }

  /** Approves, rejects, and sends back and approves, on one surface; answers what the ledger then holds of each. */
  async function walk(surface: DecidingSurface, watch: (run: string, status: string) => Promise<void>) {
    const ended: unknown[] = []
    const end = async (run: string, status: string) => {
      await muster.run(run).result({ timeoutMs: 30_000 })
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

  test('decides as the command line and the SDK do: the ledger differs by the name of the surface alone', async () => {
    const { page, wrong } = await enter()
    const { ofPage, ofCommands, ofSdk } = surfacesOf(page, ofCli, muster)
    const onPage = async (run: string, status: string) => {
      await page.goto(`${muster.url}/runs/${run}`)
      await page.locator(`.run-head .is-${status}`).waitFor()
      await photograph(page, `run-${status}`)
    }
    const nothing = async () => {}
    const [byPage, byCommands, bySdk] = await Promise.all([
      walk(ofPage, onPage),
      walk(ofCommands, nothing),
      walk(ofSdk, nothing),
    ])
    const surfaces = (ended: unknown) => [...new Set(JSON.stringify(ended).match(/"surface":"\w+"/g))]
    expect([byPage, byCommands, bySdk].map(surfaces)).toEqual([
      ['"surface":"page"'],
      ['"surface":"cli"'],
      ['"surface":"sdk"'],
    ])
    const unnamed = (ended: unknown) =>
      JSON.parse(JSON.stringify(ended).replaceAll(/"surface":"\w+"/g, '"surface":"any"')) as unknown
    expect(unnamed(byPage)).toEqual(unnamed(bySdk))
    expect(unnamed(byCommands)).toEqual(unnamed(bySdk))
    expect(wrong).toEqual([])
  }, 120_000)

  test('lets no page of another site frame a gate, or vote with the cookie of who looks at it', async () => {
    const gate = agentId(await asked(), STAGE)
    const { page } = await enter()
    const votes = `${muster.url}/api/gates/${gate}/votes`
    const { digest } = await muster.gate(gate)
    const body = JSON.stringify({ decision: 'approve', seen: digest })
    const site = createServer((request, response) => {
      response.setHeader('content-type', 'text/html')
      const frame = `<iframe src="${muster.url}/gates/${gate}" width="800" height="600"></iframe>`
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
      const { verdict, votes: cast } = await muster.gate(gate)
      expect([verdict, cast]).toEqual([null, []])
    } finally {
      site.closeAllConnections()
      await new Promise((resolve) => site.close(resolve))
    }
  }, 60_000)
})
