import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { openUp, type Up } from '../support/up.ts'

describe('the pages of tenants, tokens and webhooks', () => {
  let up: Up
  let browser: Browser
  let page: Page
  let wrong: string[]
  let muster: Muster
  let host: Up['host']

  beforeAll(async () => {
    up = await openUp()
    ;({ browser, host, muster } = up)
    ;({ page, wrong } = await openPage(browser))
    await page.goto(up.link)
  }, 90_000)
  afterAll(() => up?.close())
  const open = (path: string) => page.goto(new URL(path, page.url()).href)
  const dialog = () => page.getByRole('dialog')

  test('the owner limits a tenant that they made, and what is used is shown against it', async () => {
    await open('/tenants')
    await page.getByRole('button', { name: 'New tenant or project' }).click()
    await dialog().getByLabel('Tenant').fill('acme')
    await dialog().getByLabel('Project of it, if wanted').fill('web')
    await dialog().getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('combobox', { name: 'Tenant' }).selectOption('acme')
    await page.getByRole('heading', { name: 'Limits of acme' }).waitFor()
    const all = page.getByRole('region', { name: 'All projects' })
    await all.getByRole('button', { name: 'Change' }).click()
    await dialog().getByLabel('Runs at a time').fill('4')
    await dialog().getByLabel('Cost a day').fill('2.5')
    await dialog().getByLabel('Why').fill('they share a machine')
    expect(await dialog().textContent()).toContain(
      "quota set runs=4 cost=2.5 --tenant acme --reason 'they share a machine'",
    )
    await dialog().getByRole('button', { name: 'Set the limits' }).click()
    await all.getByText('0 of 4').waitFor()
    expect(await muster.quotas('acme')).toMatchObject([{ project: null, limits: { runs: 4, cost: 2.5 } }])
    expect(await look(page, 'tenants')).toEqual([])
    expect(wrong).toEqual([])
  })

  test('a token is shown once, lets its bearer in, and lets nobody in once it is revoked', async () => {
    await open('/tokens')
    await page.getByRole('button', { name: 'New token' }).click()
    await dialog().getByLabel('What it is for').fill('nightly build')
    await dialog().getByLabel('Whom it speaks for').fill('ci')
    await dialog().getByLabel('It is for a script').check()
    await dialog().getByLabel('Roles').fill('viewer')
    for (const one of ['submit', 'operate', 'decide', 'administer']) await dialog().getByLabel(one).uncheck()
    await dialog().getByRole('button', { name: 'Make it' }).click()
    const secret = page.getByRole('region', { name: 'The token nightly build' })
    const token = (await secret.getByRole('code').textContent()) ?? ''
    expect(await look(page, 'tokens')).toEqual([])
    const bearer = new Muster({ url: host.url, token })
    expect(await bearer.whoami()).toMatchObject({
      actor: { kind: 'script', name: 'ci' },
      permissions: ['view'],
    })
    await secret.getByRole('button', { name: 'It is kept safe' }).click()
    expect(await page.content()).not.toContain(token)
    const row = page.getByRole('row').filter({ hasText: 'nightly build' })
    await row.getByRole('button', { name: 'Revoke' }).click()
    await dialog().getByRole('button', { name: 'Revoke' }).click()
    await row.getByText('revoked', { exact: true }).waitFor()
    await expect(bearer.whoami()).rejects.toMatchObject({ code: 'MUSTER_NOT_AUTHENTICATED' })
    expect(wrong).toEqual([])
  })

  test('a webhook shows its secret once, its host and never its address, tells what came of a test, and goes', async () => {
    await open('/webhooks')
    await page.getByRole('button', { name: 'New webhook' }).click()
    await dialog().getByLabel('What it is for').fill('the pager')
    await dialog().getByLabel('Its address').fill('https://127.0.0.1:1/hunter2')
    await dialog().getByLabel('gate.reminded').uncheck()
    await dialog().getByLabel('run.failed').check()
    await dialog().getByRole('button', { name: 'Add it' }).click()
    const secret = page.getByRole('region', { name: 'The secret of the pager' })
    expect(await secret.getByRole('code').textContent()).toMatch(/^whsec_/)
    await secret.getByRole('button', { name: 'It is kept safe' }).click()
    const row = page.getByRole('row').filter({ hasText: 'the pager' })
    await row.getByRole('button', { name: 'Test' }).click()
    await row.getByText('which is not public').waitFor()
    expect(await look(page, 'webhooks')).toEqual([])
    expect(await page.content()).not.toMatch(/hunter2|whsec_/)
    expect(await muster.webhooks()).toMatchObject([
      { host: '127.0.0.1:1', events: ['gate.opened', 'gate.escalated', 'gate.decided', 'run.failed'] },
    ])
    await row.getByRole('button', { name: 'Remove' }).click()
    await dialog().getByRole('button', { name: 'Remove' }).click()
    await page.getByText('There are no webhooks.').waitFor()
    expect(wrong).toEqual([])
  })

  test('who may only look finds no control, and is refused by the server as well', async () => {
    const { token } = await muster.createToken({ name: 'reader', as: 'rita', roles: ['viewer'] })
    const reader = await openPage(browser)
    await reader.page.goto(`${host.url}/?token=${encodeURIComponent(token)}`)
    for (const path of ['/tenants', '/webhooks', '/fleet']) {
      await reader.page.goto(`${host.url}${path}`)
      await reader.page.getByRole('heading', { level: 1 }).waitFor()
      await waitFor(async () => (await reader.page.getByText(/^Reading /).count()) === 0)
      for (const name of ['Change', 'New tenant or project', 'New webhook', 'Drain', 'Revoke', 'Lift'])
        expect([path, name, await reader.page.getByRole('button', { name }).count()]).toEqual([path, name, 0])
      expect(await reader.page.getByRole('link', { name: 'Queues' }).count()).toBe(0)
      expect(await reader.page.getByRole('link', { name: 'Audit' }).count()).toBe(0)
    }
    const as = new Muster({ url: host.url, token })
    await expect(as.setQuota({ limits: { runs: 1 }, project: 'default', reason: 'x' })).rejects.toMatchObject(
      { code: 'MUSTER_NOT_ALLOWED' },
    )
    await expect(as.drainWorker('any')).rejects.toMatchObject({ code: 'MUSTER_NOT_ALLOWED' })
    expect(reader.wrong).toEqual([])
  })

  test('the audit tells who logged in and could not, what was refused, and which tokens were made, a page at a time', async () => {
    const guess = new Muster({ url: host.url, token: 'muster_guess' })
    await expect(guess.whoami()).rejects.toMatchObject({ code: 'MUSTER_NOT_AUTHENTICATED' })
    await open('/')
    await page.getByRole('link', { name: 'Audit' }).click()
    for (const [what, who] of [
      ['refused', '(unknown)'],
      ['logged in', 'rita'],
      ['refused', 'rita'],
      ['granted', 'reader: rita may view'],
    ] as const)
      await page.getByRole('row').filter({ hasText: what }).filter({ hasText: who }).first().waitFor()
    expect(await look(page, 'audit')).toEqual([])
    const { next } = await muster.audit({ limit: 1 })
    await open(`/audit?before=${next}`)
    await page.getByRole('link', { name: 'Newest' }).click()
    await page.getByText('(unknown)').waitFor()
    expect(wrong).toEqual([])
  })
})
