import { writeFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { agentId } from '@muster/core'
import type { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { appPages } from '../support/app-pages.ts'
import { HARMLESS, harmOn, HOSTILE, HOSTILE_PIPELINE, HOSTILE_TEMPLATE } from '../support/hostile.ts'
import { outOfReach, toldByColour } from '../support/keyboard.ts'
import { look } from '../support/look.ts'
import { openUp, type Up } from '../support/up.ts'

const PROBE = `
name: probe
version: 1.0.0
description: Runs the command that it is given
tier: 1
sandbox: { project: read }
inputs: { run: { type: string, default: 'true' } }
commands: { execute: [sh, -euc, 'eval "$MUSTER_INPUT_RUN"'] }
`
const SHOUTED = String.raw`printf '\033[31mno marker\033[0m <img src=x onerror=alert(1)> \342\200\256gpj\033[2J\n' >&2`
const DELIVER = `
name: deliver
inputs: { region: { type: string, default: north } }
stages:
  - { name: fetch, template: probe, config: { inputs: { run: echo fetched } } }
  - name: checks
    type: parallel
    requires: [fetch]
    branches:
      - { stages: [{ name: lint, template: probe }] }
      - { stages: [{ name: marked, template: probe, config: { inputs: { run: "test -e $MUSTER_PROJECT_DIR/marker || { ${SHOUTED.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}; exit 3; }" } } }] }
  - { name: ship, template: probe, requires: [checks] }
`
const SEEK = `
name: seek
stages:
  - name: dig
    type: parallel
    branches: [{ stages: [{ name: here, template: probe, config: { inputs: { run: exit 3 } } }] }]
`
const LONG = `
name: long
stages:
${Array.from({ length: 12 }, (_, at) => `  - { name: s${at}, template: probe, config: { inputs: { run: sleep 0.2 } }${at === 0 ? '' : `, requires: [s${at - 1}]`} }`).join('\n')}
`
const GATED = `
name: gated
stages:
  - { name: ask, type: gate, approvers: ['role:owner'], allow_author: true, timeout: 1h, form: { why: { type: string } } }
`
const PATIENCE = { timeoutMs: 30_000, everyMs: 50 }

describe('the page of a run', () => {
  let up: Up
  let browser: Browser
  let link: string
  let muster: Muster
  const proxies: Proxy[] = []

  beforeAll(async () => {
    up = await openUp({ templates: { probe: PROBE, hostile: HOSTILE_TEMPLATE } })
    ;({ browser, link, muster } = up)
  }, 90_000)
  afterAll(async () => {
    await up?.close()
    for (const proxy of proxies) await proxy.close()
  })

  test('lets an operator find a failed run, see why, run it again from there and watch it succeed', async () => {
    const { id } = await muster.trigger(DELIVER)
    await muster.run(id).result({ timeoutMs: 30_000 })
    const { page, wrong } = await openPage(browser)
    await page.goto(link)
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByLabel('Status').selectOption('failed')
    await page.getByRole('link', { name: 'deliver' }).click()
    await page.locator('.run-head .is-failed').waitFor()
    await page.locator('.stage-node.is-failed').first().waitFor()
    expect(await look(page, 'run-graph')).toEqual([])

    await page.getByRole('button', { name: 'Table' }).click()
    await page.getByRole('treegrid').focus()
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary')
    expect(await drawer.getByRole('heading', { level: 2 }).textContent()).toBe('checks.marked')
    expect(await drawer.locator('.why').first().textContent()).toContain('exit code 3')
    await drawer.getByRole('tab', { name: 'logs' }).click()
    const line = drawer.locator('.log-text').filter({ hasText: 'no marker' })
    await line.waitFor()
    expect(await line.textContent()).toBe('no marker <img src=x onerror=alert(1)> \ufffdgpj')
    expect(new URL(page.url()).search).toBe('?view=table&stage=checks.marked&tab=logs')
    expect(await look(page, 'run-logs')).toEqual([])
    await drawer.getByRole('tab', { name: 'overview' }).click()
    expect(await look(page, 'run-table')).toEqual([])

    await writeFile(join(up.cwd, 'marker'), '')
    await drawer.getByRole('button', { name: 'Rerun from here' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.locator('code').textContent()).toBe(`npx muster retry ${id} --from checks.marked`)
    await dialog.getByText(/checks\.marked and ship run again\. \d stages? stay/).waitFor()
    expect(await look(page, 'run-rerun')).toEqual([])
    await dialog.getByRole('button', { name: 'Rerun from here' }).click()
    await page.locator('.run-head .is-succeeded').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Timeline' }).click()
    expect(await look(page, 'run-timeline')).toEqual([])

    await page.goto(`${own(link)}/runs/${id}?stage=ship`)
    await drawer.getByRole('button', { name: 'Rerun from here' }).click()
    await dialog.getByText('ship runs again. 3 stages stay as they are.').waitFor()
    await dialog.getByRole('button', { name: 'Rerun from here' }).click()
    await page
      .getByText(/started the run again from ship/)
      .first()
      .waitFor()
    await page.locator('.run-head .is-succeeded').waitFor()
    const walked = (await muster.run(id).status()).attempts.filter(({ stage }) => stage === 'ship')
    expect(new Set(walked.map(({ attempt }) => attempt)).size).toBe(2)
    expect(wrong).toEqual([])
  }, 90_000)

  test('is found by a word of it, by keyboard alone: an agent with its drawer open, an entry in its place', async () => {
    const { id } = await muster.trigger(SEEK)
    await muster.run(id).result({ timeoutMs: 30_000 })
    const { page, wrong } = await openPage(browser)
    const { keyboard } = page
    await page.goto(link)
    await page.getByRole('navigation', { name: 'Pages' }).waitFor()
    await keyboard.press('/')
    await page.getByRole('region', { name: 'Examples' }).waitFor()
    expect(await look(page, 'search-empty')).toEqual([])
    await keyboard.type('EXIT status:failed')
    const agents = page.getByRole('region', { name: 'Agents' })
    await agents.getByRole('link', { name: 'dig.here' }).waitFor()
    expect(await agents.locator('mark').first().textContent()).toBe('exit')
    expect(new URL(page.url()).search).toBe('?q=EXIT+status%3Afailed')
    expect(await look(page, 'search')).toEqual([])
    const focused = () => page.evaluate('document.activeElement.textContent')
    while ((await focused()) !== 'dig.here') await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    expect(await page.getByRole('complementary').getByRole('heading', { level: 2 }).textContent()).toBe(
      'dig.here',
    )

    await keyboard.press('Control+k')
    await page.waitForURL(/search$/)
    await keyboard.type(`entry:run.finished pipeline:seek`)
    const entries = page.getByRole('region', { name: 'Ledger entries' })
    const { seq } = (await muster.run(id).status()).run
    expect(await entries.getByRole('link').getAttribute('href')).toBe(`/runs/${id}?entry=${seq}`)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    expect(await page.locator('.ledger [aria-current] .seq').textContent()).toBe(String(seq))
    await page.waitForFunction(`scrollY > 0 && document.querySelector('.ledger [aria-current] details').open`)
    expect(await look(page, 'run-entry')).toEqual([])

    await keyboard.press('/')
    await keyboard.type('ok statsu:failed')
    await page.getByText('At character 4: there is no filter `statsu:`.').waitFor()
    expect(await page.locator('mark.wrong').textContent()).toBe('statsu:failed')
    expect(await look(page, 'search-wrong')).toEqual([])
    await page.getByRole('searchbox', { name: 'Search' }).fill('no such words')
    await page.getByText('Nothing is so.').waitFor()
    await page.getByLabel('Name of the view').fill('nothing')
    await keyboard.press('Enter')
    await page.getByRole('button', { name: 'Forget this view' }).waitFor()
    expect(wrong).toEqual([])

    const elsewhere = await openPage(browser)
    await elsewhere.page.goto(link)
    await elsewhere.page.goto(`${own(link)}/search`)
    await elsewhere.page.getByRole('combobox', { name: 'View' }).selectOption('nothing')
    await elsewhere.page.getByText('Nothing is so.').waitFor()
    expect(await elsewhere.page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('no such words')
  }, 60_000)

  test('misses nothing when its connection is cut in the middle, and says that it is', async () => {
    const own = new URL(link)
    const proxy = await openProxy(Number(own.port))
    proxies.push(proxy)
    const { page } = await openPage(browser)
    await page.goto(`${proxy.url}${own.pathname}${own.search}`)
    const { id } = await muster.trigger(LONG)
    await page.goto(`${proxy.url}/runs/${id}?view=table`)
    await page.locator('[data-state="live"][data-seq]').waitFor()
    await page.locator('.stage-row .is-succeeded').first().waitFor()
    proxy.cut()
    await page.locator('[data-state="lost"][data-seq]').waitFor()
    const seen = await seqOf(page)
    await waitFor(async () => (await muster.run(id).status()).run.seq > seen + 4, PATIENCE)
    proxy.mend()
    await page.locator('[data-state="ended"][data-seq]').waitFor({ timeout: 30_000 })
    const { run, stages } = await muster.run(id).status()
    expect(await seqOf(page)).toBe(run.seq)
    expect(proxy.asked().filter((one) => one.includes(`/api/runs/${id}?`)).length).toBeLessThanOrEqual(2)
    expect(await page.locator('.stage-row .cell-status').allTextContents()).toEqual(
      stages.map(({ status }) => status),
    )
  }, 60_000)

  test('shows what differs between two runs', async () => {
    const [one, other] = await Promise.all(
      ['north', 'south'].map((region) => muster.trigger(DELIVER, { inputs: { region } })),
    )
    for (const run of [one, other]) await muster.run(run?.id ?? '').result({ timeoutMs: 30_000 })
    const { page, wrong } = await openPage(browser)
    await page.goto(link)
    await page.goto(`${own(link)}/runs/${one?.id}/compare/${other?.id}`)
    const inputs = page.getByRole('region', { name: 'Inputs' })
    await inputs.waitFor()
    expect(await inputs.locator('pre').allTextContents()).toEqual(['north', 'south'])
    const graph = page.getByRole('region', { name: 'Graph of what differs' })
    await graph.locator('.stage-node').first().waitFor()
    await graph.getByRole('group', { name: 'Stage ship' }).click()
    await page.getByRole('button', { name: 'Not only ship' }).waitFor()
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['ship'])
    expect(await look(page, 'run-compare')).toEqual([])
    expect(wrong).toEqual([])
  }, 60_000)

  test('leaves no control out of reach of the keyboard and no state to its colour, and neither does any other page', async () => {
    const [one, other] = [await muster.trigger(DELIVER), await muster.trigger(GATED)]
    const gate = agentId(other.id, 'ask')
    await waitFor(async () => (await muster.gates()).some(({ id }) => id === gate), PATIENCE)
    await muster.run(one.id).result({ timeoutMs: 30_000 })
    const { page } = await openPage(browser)
    const found: string[] = []
    await page.goto(link)
    const views = ['graph', 'timeline', 'table&stage=checks.marked'].map(
      (view) => `/runs/${one.id}?view=${view}`,
    )
    const filled = { run: one.id, other: other.id, gate, template: 'probe' }
    for (const path of [...appPages(filled), ...views]) {
      await page.goto(`${own(link)}${path}`)
      await settled(page)
      found.push(
        ...[...(await outOfReach(page)), ...(await toldByColour(page))].map((one) => `${path}: ${one}`),
      )
    }
    expect(found).toEqual([])
  }, 90_000)

  test('runs and obeys nothing of what a hostile agent or person wrote, and neither does any other page', async () => {
    const [one, other] = [await muster.trigger(HOSTILE_PIPELINE), await muster.trigger(HOSTILE_PIPELINE)]
    const gate = agentId(one.id, 'work')
    await waitFor(async () => (await muster.gates()).some(({ id }) => id === gate), PATIENCE)
    await muster.approve(gate, { comment: HOSTILE })
    await waitFor(async () => {
      const { stages } = await muster.run(one.id).status()
      return stages.some(({ stage, status }) => stage === 'work' && status === 'succeeded')
    }, PATIENCE)
    await muster.run(other.id).cancel(HOSTILE)
    await muster.createToken({ name: HOSTILE.slice(0, 90) })
    await muster.revoke({ scope: 'template', id: 'some<b>thing', reason: HOSTILE })
    const filled = { run: one.id, other: other.id, gate: agentId(one.id, 'ask'), template: 'hostile' }
    const { page, wrong } = await openPage(browser)
    page.on('dialog', (dialog) => {
      wrong.push(`a dialog opened: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(link)
    await page.evaluate(`sessionStorage.setItem('muster.draft', ${JSON.stringify(HOSTILE_PIPELINE)})`)
    const harmed: unknown[] = []
    const visit = async (where: string) => {
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        const harm = await harmOn(page)
        if (!isDeepStrictEqual(harm, HARMLESS)) harmed.push([where, width, harm])
      }
    }
    for (const path of [
      ...appPages(filled),
      `/runs/${other.id}`,
      `/nothing/${encodeURIComponent(HOSTILE)}`,
    ]) {
      await page.goto(`${own(link)}${path}`)
      await settled(page)
      await visit(path)
    }
    for (const view of ['graph', 'timeline', 'table']) {
      await page.goto(`${own(link)}/runs/${one.id}?view=${view}&stage=work`)
      await settled(page)
      await visit(view)
    }
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await settled(page)
      await page
        .locator('.drawer details')
        .evaluateAll((all) => all.map((one) => one.setAttribute('open', '')))
      await visit((await tab.textContent()) ?? '')
    }
    expect(harmed).toEqual([])
    expect(await look(page, 'run-hostile')).toEqual([])
    // A page that leads nowhere is answered as such, and the browser notes it.
    expect(wrong.filter((text) => !text.includes('404'))).toEqual([])
  }, 90_000)
})

/** Resolves once the page has read what it shows. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('main').waitFor()
  await waitFor(async () => (await page.getByText(/^(Reading|Checking)\b/).count()) === 0, PATIENCE)
}

function own(link: string): string {
  return new URL(link).origin
}

async function seqOf(page: Page): Promise<number> {
  return Number(await page.locator('[data-seq]').getAttribute('data-seq'))
}

interface Proxy {
  readonly url: string
  /** The paths that were asked for. */
  asked(): readonly string[]
  /** Cuts what is open, and takes nothing until it is mended. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** Stands between a browser and the server on `port`. */
async function openProxy(port: number): Promise<Proxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  let broken = false
  const server: Server = createServer((from, to) => {
    asked.push(from.url ?? '')
    const { headers, method = 'GET', url = '/' } = from
    const onward = request({ host: '127.0.0.1', port, path: url, method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(to)
    })
    onward.on('error', () => to.destroy())
    to.on('close', () => onward.destroy())
    from.pipe(onward)
  })
  server.on('connection', (socket) => {
    if (broken) return void socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    cut() {
      broken = true
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      broken = false
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
