import type { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { cli } from '../support/processes.ts'
import { openUp, type Up } from '../support/up.ts'

const HELLO = `
name: hello
stages:
  - name: work
    template: default
`
const PATIENCE = { timeoutMs: 20_000, everyMs: 50 }

describe('the page of the fleet', () => {
  let up: Up
  let browser: Browser
  let page: Page
  let wrong: string[]
  let muster: Muster

  beforeAll(async () => {
    up = await openUp({ workers: 2 })
    ;({ browser, muster } = up)
    await waitFor(async () => (await muster.workers()).length === 2, PATIENCE)
    ;({ page, wrong } = await openPage(browser))
    await page.goto(up.link)
  }, 90_000)
  afterAll(() => up?.close())
  const open = (path: string) => page.goto(new URL(path, page.url()).href)
  const dialog = () => page.getByRole('dialog')

  test('shows workers, tiers, stores and queues as they are, and drains a worker that then takes nothing', async () => {
    await open('/fleet')
    const workers = await muster.workers()
    const [first, second] = workers.map(({ id }) => id)
    if (first === undefined || second === undefined) throw new Error('there are two workers')
    const row = page.getByRole('row').filter({ hasText: first })
    await row.getByText('ready').waitFor()
    await page
      .getByText(/^answers in \d+ ms$/)
      .first()
      .waitFor()
    expect(await page.getByText(/^answers in \d+ ms$/).count()).toBe(2)
    await page.getByText('at work', { exact: true }).first().waitFor()
    expect(await page.getByRole('link', { name: /^T\d / }).count()).toBe(5)

    await row.getByRole('button', { name: 'Drain' }).click()
    expect(await dialog().textContent()).toContain(`npx muster worker drain ${first}`)
    await dialog().getByRole('button', { name: 'Drain' }).click()
    await row.getByText('drained').waitFor()
    const shown = await cli(['fleet'], up)
    expect(shown.stdout).toMatch(new RegExp(`${first}.*drained`))

    const { id } = await muster.trigger(HELLO)
    await muster.run(id).result({ timeoutMs: 20_000 })
    const { attempts } = await muster.run(id).status()
    expect([...new Set(attempts.flatMap(({ worker }) => worker ?? []))]).toEqual([second])

    await row.getByRole('button', { name: 'Stop draining' }).click()
    await dialog().getByRole('button', { name: 'Stop draining' }).click()
    await row.getByText('ready').waitFor()
    expect(wrong).toEqual([])
  })

  test('revokes a worker with a reason and lifts that, here and on the command line alike', async () => {
    await open('/fleet')
    const [first = ''] = (await muster.workers()).map(({ id }) => id)
    const row = page.getByRole('row').filter({ hasText: first }).first()
    await row.getByRole('button', { name: 'Revoke' }).click()
    await dialog().getByRole('textbox').fill('it was stolen')
    await dialog().getByRole('button', { name: 'Revoke' }).click()
    const revoked = page.getByRole('region', { name: 'Revoked until lifted' })
    await revoked.getByText('it was stolen').waitFor()
    expect(await look(page, 'fleet')).toEqual([])
    await revoked.getByRole('button', { name: 'Lift' }).click()
    await dialog().getByRole('textbox').fill('it is back')
    await dialog().getByRole('button', { name: 'Lift' }).click()
    await revoked.getByText('Nothing stands revoked.').waitFor()
    expect((await cli(['revocations'], up)).stdout).toContain('Nothing stands revoked.')
    expect(wrong).toEqual([])
  })

  test('the queues in Bull Board, the login and what went wrong look like the rest', async () => {
    await open('/queues')
    await page
      .getByText(/^\d+ Jobs?$/)
      .first()
      .waitFor()
    // Markup of Bull Board itself: buttons that hold a symbol only, and a drawing without a name.
    expect(rulesOf(await look(page, 'queues'))).toEqual(['button-name', 'svg-img-alt'])
    await open('/nowhere')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await look(page, 'not-found')).toEqual([])
    const stranger = await openPage(browser)
    for (const [path, name] of [
      ['/login', 'login'],
      ['/login/callback', 'error'],
    ] as const) {
      await stranger.page.goto(new URL(path, page.url()).href)
      expect(await look(stranger.page, name)).toEqual([])
    }
  })
})

/** The rules of axe that something breaks. */
function rulesOf(found: readonly string[]): readonly string[] {
  return [...new Set(found.map((text) => text.replace(/^\d+ \w+: (\S+) [^]*$/, '$1')))].toSorted()
}
