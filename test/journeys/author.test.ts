import { mkdtempSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { type Running, startCli } from '../support/processes.ts'
import { killAll } from '../support/processes-of.ts'

const PASTED = `name: greet
inputs:
  who: { type: string }
stages:
  - name: hello
`

describe('the author of a pipeline', () => {
  let cwd: string
  let up: Running
  let browser: Browser
  let link: string
  let muster: Muster

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'muster-author-'))
    up = startCli(['up', '--workers', '1'], { cwd, env: { MUSTER_HOME: join(cwd, '.muster') } })
    await waitFor(() => up.output().includes('browser  '), { timeoutMs: 60_000, everyMs: 50 })
    link = /browser {2}(\S+)/.exec(up.output())?.[1] ?? ''
    muster = new Muster(JSON.parse(await readFile(join(cwd, '.muster/host.json'), 'utf8')) as Muster)
    browser = await openBrowser()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    up?.kill()
    await up?.ended
    await killAll(cwd)
    await rm(cwd, { recursive: true, force: true })
  })

  async function enter(path: string): Promise<{ page: Page; wrong: string[] }> {
    const opened = await openPage(browser)
    await opened.page.goto(link)
    await opened.page.goto(`${muster.url}${path}`)
    return opened
  }

  test('sees a mistake at its line, mends it with what the editor offers, starts the run once and watches it', async () => {
    const { page, wrong } = await enter('/start')
    const editor = page.getByRole('textbox', { name: 'Pipeline, as YAML' })
    await editor.click()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(PASTED)})`)
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Control+V')
    await page.keyboard.type('    templat: default')
    const fault = page.getByRole('button', { name: 'Line 6, column 5' })
    await fault.waitFor()
    await page.getByText('1 fault:').waitFor()
    expect(await page.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['templat'])
    expect(await page.getByRole('button', { name: 'Start the run' }).isDisabled()).toBe(true)
    expect(await look(page, 'start-fault')).toEqual([])

    await fault.click()
    await page.keyboard.press('Shift+End')
    await page.keyboard.press('Delete')
    await page.keyboard.type('temp')
    await page.getByRole('option', { name: 'template' }).click()
    await page.keyboard.type('def')
    await page.getByRole('option', { name: 'default' }).click()
    await page.getByText('No faults.').waitFor()
    await page.getByText('This is required.').waitFor()
    await page.getByLabel('who').fill('the author')
    await page.getByText('1 stage in 1 step').waitFor()
    expect(await page.locator('.layers').innerText()).toMatch(/hello\s+default@\S+ at T0/)
    expect(await page.getByRole('row', { name: 'Runs at a time' }).innerText()).toMatch(/1\s+0\s+no limit/)
    expect(await look(page, 'start')).toEqual([])

    const started = page.getByRole('button', { name: 'Start the run' })
    await started.dblclick()
    await page.waitForURL(/\/runs\/greet-/)
    const run = decodeURIComponent(new URL(page.url()).pathname.split('/')[2] ?? '')
    await page.locator('main .is-succeeded').first().waitFor()
    const runs: string[] = []
    for await (const { id } of muster.runs()) runs.push(id)
    expect(runs).toEqual([run])
    expect(wrong).toEqual([])
  }, 90_000)

  test('starts a pipeline that the server knows with inputs of the form, and is told what keeps it from starting', async () => {
    const { page, wrong } = await enter('/start?pipeline=infrastructure-deploy')
    await page.getByText('10 stages in 7 steps').waitFor()
    await page.getByLabel('environment').selectOption({ label: 'production' })
    await page.getByText('npx muster run infrastructure-deploy --input environment=production').waitFor()
    await muster.setQuota({ limits: { openGates: 0 }, reason: 'none today' })
    await page.getByLabel('directory').fill('elsewhere')
    await page.getByText(/It would be refused: .*limit `openGates`/).waitFor()
    expect(await page.getByRole('button', { name: 'Start the run' }).isDisabled()).toBe(true)
    expect(await look(page, 'start-refused')).toEqual([])
    expect(wrong).toEqual([])
  }, 60_000)
})
