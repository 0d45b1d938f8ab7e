import type { Muster } from '@muster/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { openUp, type Up } from '../support/up.ts'

const PASTED = `name: greet
inputs:
  who: { type: string }
stages:
  - name: hello
`

describe('the author of a pipeline', () => {
  let up: Up
  let browser: Browser
  let link: string
  let muster: Muster

  beforeAll(async () => {
    up = await openUp()
    ;({ browser, link, muster } = up)
  }, 90_000)
  afterAll(() => up?.close())

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

  test('loses nothing that was written, neither to a pipeline that is picked nor to a session that ends', async () => {
    const { page } = await enter('/start')
    const draft = JSON.stringify(`${PASTED}    template: default\n`)
    await page.evaluate(`sessionStorage.setItem('muster.draft', ${draft})`)
    await page.reload()
    await page.getByLabel('who').fill('everyone')
    await page.getByRole('combobox', { name: /^Pipeline/ }).selectOption('infrastructure-deploy')
    await page.getByText('10 stages in 7 steps').waitFor()
    await page.getByRole('button', { name: 'Put back what I wrote' }).click()
    await page.getByRole('heading', { name: 'greet' }).waitFor()

    await page.getByText('npx muster run greet.yaml --input who=everyone').waitFor()
    // What is checked before the session ends is not checked again.
    await page.getByRole('button', { name: 'Start the run', disabled: false }).waitFor()
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Start the run' }).click()
    const dialog = page.getByRole('dialog', { name: 'Log in again' })
    await dialog.waitFor()
    expect(await look(page, 'login-again')).toEqual([])
    const other = await page.context().newPage()
    await other.goto(`${muster.url}/runs?status=failed`)
    expect(new URL(other.url()).pathname).toBe('/login')
    await other.goto(link)
    expect(other.url()).toBe(`${muster.url}/runs?status=failed`)
    await dialog.getByRole('button', { name: 'Go on' }).click()
    expect(await page.getByLabel('who').inputValue()).toBe('everyone')
    await page.getByRole('button', { name: 'Start the run' }).click()
    await page.waitForURL(/\/runs\/greet-/)
  }, 60_000)

  test('finds runs by what is known of them, keeps the way to them under a name, and reads what agents are made of', async () => {
    const { page, wrong } = await enter('/runs')
    await page.getByRole('cell', { name: /greet/ }).first().waitFor()
    await page.getByLabel('Text').fill('GREE')
    await page.getByLabel('Within').selectOption('1h')
    await page.waitForURL(/since=1h&text=GREE/)
    await page.getByRole('cell', { name: /greet/ }).first().waitFor()
    await page.getByLabel('Name of the view').fill('greetings')
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await look(page, 'runs')).toEqual([])
    await page.getByLabel('Status').selectOption('failed')
    await page.getByText('No run is so.').waitFor()
    await page.getByText('npx muster runs --status failed --text GREE --since 1h').waitFor()
    await page.getByRole('combobox', { name: 'View' }).selectOption('greetings')
    await page.getByRole('cell', { name: /greet/ }).first().waitFor()

    const published = (version: string) =>
      `name: count-words\nversion: ${version}\ndescription: Counts the words of a text.\ntier: 0\nmax_tier: 1\n`
    for (const version of ['1.0.0', '1.1.0']) await muster.publishTemplate({ document: published(version) })
    await muster.revokeTemplate('count-words@1.0.0', 'it takes hyphens for words')
    await muster.revoke({ scope: 'template', id: 'ansible', reason: 'its author left the keys on a train' })
    await page.getByRole('link', { name: 'Templates' }).click()
    await page.getByRole('link', { name: 'terraform' }).waitFor()
    const row = (name: RegExp) => page.getByRole('row', { name })
    expect(await row(/count-words 1\.0\.0/).innerText()).toMatch(
      /revoked for new runs by .*: it takes hyphens/,
    )
    expect(await row(/count-words 1\.1\.0/).innerText()).not.toContain('revoked')
    expect(await row(/^ansible /).innerText()).toMatch(/revoked by .*: its author left the keys/)
    expect(await look(page, 'templates')).toEqual([])
    await page.getByRole('link', { name: 'count-words' }).first().click()
    await page.getByText('npx muster template revoke count-words@1.1.0 --reason TEXT').waitFor()
    expect(await look(page, 'template-published')).toEqual([])
    await page.goBack()
    await page.getByRole('link', { name: 'terraform' }).click()
    await page.getByRole('link', { name: 'infrastructure-deploy' }).waitFor()
    expect(await look(page, 'template')).toEqual([])
    expect(wrong).toEqual([])
  }, 60_000)
})
