import { agentId } from '@muster/core'
import { Muster } from '@muster/sdk'
import { anEvidence, waitFor } from '@muster/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { openUp, templateText, type Up } from '../support/up.ts'

const PUBLISH = `
name: publish
timeout: 1h
inputs: { summary: { type: string, default: Publish it } }
stages:
  - name: release
    template: release
    config: { inputs: { summary: '\${{ inputs.summary }}' } }
    approval: { approvers: ['role:approver'], message: 'Publish the site?' }
`
const WINDOW = `
name: window
timeout: 1h
stages:
  - name: when
    type: gate
    approvers: ['role:approver']
    message: When may it go out?
    form:
      hours: { type: integer, description: 'How long it may take, in hours.' }
      where: { type: string, enum: [staging, production] }
      notes: { type: string, required: false }
`
const STAGE = 'release'
const runOf = (gate: string) => gate.split('.')[0] ?? ''
const PATIENCE = { timeoutMs: 30_000, everyMs: 50 }

describe('the inbox', () => {
  let up: Up
  let browser: Browser
  let owner: Muster

  beforeAll(async () => {
    up = await openUp({ env: { MUSTER_USER: 'ana' }, templates: { release: templateText('release') } })
    browser = up.browser
    owner = up.muster
  }, 90_000)
  afterAll(() => up?.close())

  /** A page of somebody else than the owner, and what speaks for them to the API. */
  async function enterAs(as: string, role: string) {
    const { token } = await owner.createToken({ name: 'browser', as, roles: [role] })
    const opened = await openPage(browser)
    await opened.page.goto(`${owner.url}/?token=${token}`)
    await opened.page.getByRole('heading', { name: 'Home' }).waitFor({ state: 'attached' })
    return { ...opened, muster: new Muster({ url: owner.url, token }) }
  }

  /** Starts a run and waits until its plan waits for approval. */
  async function asked(
    pipeline = PUBLISH,
    stage = STAGE,
    inputs: Record<string, string> = {},
  ): Promise<string> {
    const { id } = await owner.trigger(pipeline, { inputs })
    const gate = agentId(id, stage)
    await waitFor(async () => (await owner.evidence(gate).catch(() => null))?.verdict === null, PATIENCE)
    return gate
  }

  const here = (page: Page) => page.evaluate<string>('document.activeElement.textContent')

  test('leads an approver from what waits to a verdict by keyboard alone', async () => {
    const first = await asked()
    const second = await asked()
    const { page, wrong } = await enterAs('grace', 'approver')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page
      .getByRole('article', { name: `Gate ${first}` })
      .getByText('publish site')
      .waitFor()
    expect(await look(page, 'inbox')).toEqual([])

    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    expect(await look(page, 'shortcuts')).toEqual([])
    await page.keyboard.press('Escape')

    await page.keyboard.press('j')
    await page
      .getByRole('article', { name: `Gate ${second}` })
      .getByText('publish site')
      .waitFor()
    await page.keyboard.press('k')
    await page
      .getByRole('article', { name: `Gate ${first}` })
      .getByText('publish site')
      .waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('Enter')
    await page.getByText('Say why: whoever started the run will read it.').waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
    // What is typed is typed: none of these letters is a shortcut now.
    await page.keyboard.type('jkarb? x')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('looks right')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('a')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'It is decided' }).waitFor()
    await expect.poll(() => here(page)).toBe('It is decided')
    await owner.run(runOf(first)).result({ timeoutMs: 30_000 })
    expect((await owner.run(runOf(first)).status()).run.status).toBe('succeeded')
    const { votes } = await owner.gate(first)
    expect(votes).toMatchObject([
      { voter: { name: 'grace' }, decision: 'approve', comment: 'looks right', surface: 'page' },
    ])
    expect(votes[0]?.seen).toBe((await owner.gate(first)).digest)
    await page.keyboard.press('j')
    await page
      .getByRole('article', { name: `Gate ${second}` })
      .getByText('publish site')
      .waitFor()
    expect(wrong).toEqual([])
  }, 60_000)

  test('says of a gate with a form what each field takes, and sends what was filled in', async () => {
    const gate = await asked(WINDOW, 'when')
    const { page, wrong } = await enterAs('grace', 'approver')
    await page.goto(`${owner.url}/gates/${gate}`)
    const form = page.getByRole('form', { name: 'Your answer' })
    await form.getByRole('radio', { name: /^Approve/ }).check()
    await form.getByLabel('hours').fill('soon')
    await form.getByRole('button', { name: 'Approve', exact: true }).click()
    await form.getByText('Expected a whole number, got "soon".').waitFor()
    await form.getByText('This is required.').waitFor()
    expect(await page.evaluate('document.activeElement.ariaInvalid')).toBe('true')
    expect(await look(page, 'gate-form')).toEqual([])
    await form.getByLabel('hours').fill('3')
    await form.getByLabel('where').selectOption({ label: 'staging' })
    await form.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByRole('heading', { name: 'It is decided' }).waitFor()
    expect((await owner.gate(gate)).votes).toMatchObject([{ values: { hours: 3, where: 'staging' } }])
    expect(wrong).toEqual([])
  }, 60_000)

  test('explains an answer that came too late, with who decided and what is next', async () => {
    const gate = await asked()
    const { page } = await enterAs('grace', 'approver')
    const { muster } = await enterAs('linus', 'approver')
    await page.goto(`${owner.url}/gates/${gate}`)
    const form = page.getByRole('form', { name: 'Your answer' })
    await form.getByRole('radio', { name: /^Reject/ }).check()
    await form.getByLabel('Comment').fill('not today')
    await page.route('**/votes', async (route) => {
      await muster.approve(gate, { comment: 'go' })
      await route.continue()
    })
    await form.getByRole('button', { name: 'Reject', exact: true }).click()
    const outcome = page.getByRole('region', { name: 'What became of it' })
    await outcome.getByText('Your answer came too late and does not count').waitFor()
    await outcome.getByText('approved', { exact: true }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'linus' }).getByText('go', { exact: true }).waitFor()
    await outcome.getByRole('link', { name: 'Watch the run' }).waitFor()
    expect((await owner.gate(gate)).votes.map(({ voter }) => voter.name)).toEqual(['linus'])
  }, 60_000)

  test('tells whoever reads a plan that it is another by now, and lets nobody answer it unseen', async () => {
    const gate = await asked()
    const { page } = await enterAs('grace', 'approver')
    const { muster } = await enterAs('linus', 'approver')
    await page.goto(`${owner.url}/gates/${gate}`)
    const form = page.getByRole('form', { name: 'Your answer' })
    await form.getByLabel('Comment').fill('half a thought')
    // The reader has seen round 1; nothing that happens to the gate takes it from under their eyes.
    await page.route('**/evidence', (route) => route.abort())
    await muster.sendBack(gate, 'announce it too')
    await waitFor(async () => (await owner.evidence(gate)).round === 2, PATIENCE)
    await form.getByRole('radio', { name: /^Approve/ }).check()
    await form.getByRole('button', { name: 'Approve', exact: true }).click()
    await form.getByText('has changed since it was shown').waitFor()
    await page.unroute('**/evidence')
    await page.reload()
    await page.getByText('announce mail').first().waitFor()
    expect(await look(page, 'gate-round-2')).toEqual([])
    const before = await owner.gate(gate)
    expect(before.votes).toEqual([])
  }, 60_000)

  test('answers several gates of one rule at once, each bound to what was shown of it', async () => {
    const gates = [await asked(), await asked(), await asked(WINDOW, 'when')]
    const { page, wrong } = await enterAs('grace', 'approver')
    await page.goto(`${owner.url}/inbox?q=publish&sort=closing`)
    for (const gate of gates.slice(0, 2))
      await page.getByRole('checkbox', { name: `Answer ${gate} together with others` }).check()
    expect(await page.getByRole('checkbox', { name: `Answer ${gates[2]} together` }).count()).toBe(0)
    await page.getByRole('button', { name: 'Answer together' }).click()
    const dialog = page.getByRole('dialog', { name: 'Answer 2 gates together' })
    await dialog.getByText('publish site').nth(1).waitFor()
    expect(await look(page, 'inbox-batch')).toEqual([])
    await dialog.getByRole('radio', { name: 'Reject' }).check()
    await dialog.getByRole('button', { name: 'Reject 2' }).click()
    await dialog.getByText('Say why').waitFor()
    await dialog.getByLabel('Comment').fill('freeze')
    await dialog.getByRole('button', { name: 'Reject 2' }).click()
    await page.getByText('Your answer counts at 2 gates.').waitFor()
    for (const gate of gates.slice(0, 2))
      expect(await owner.gate(gate)).toMatchObject({ verdict: 'rejected', votes: [{ comment: 'freeze' }] })
    expect(new URL(page.url()).searchParams.get('sort')).toBe('closing')
    expect(wrong).toEqual([])
  }, 60_000)

  test('shows a reader what there is and nothing to decide with, and the server holds it to that', async () => {
    const gate = await asked()
    const { page, muster, wrong } = await enterAs('vic', 'viewer')
    await page.goto(`${owner.url}/inbox?show=all`)
    await page.locator(`a[href="/gates/${gate}"]`).waitFor()
    await page.getByText('Nothing waits for you').waitFor({ state: 'detached' })
    expect(await page.getByRole('checkbox', { name: /^Answer/ }).count()).toBe(0)
    await page.goto(`${owner.url}/gates/${gate}`)
    await page.getByText('You may look at gates, and decide none.').waitFor()
    expect(await page.locator('main :is(form, textarea, input, select)').count()).toBe(0)
    await expect(muster.approve(gate)).rejects.toMatchObject({ code: 'MUSTER_NOT_ALLOWED' })
    await page.goto(`${owner.url}/inbox`)
    await page.getByText('Nothing waits for you.').waitFor()
    expect(await look(page, 'inbox-empty')).toEqual([])
    await page.goto(`${owner.url}/gates/of-nobody.release`)
    await page.getByText('There is no gate').waitFor()
    expect(wrong.filter((text) => !text.includes('404'))).toEqual([])
  }, 60_000)

  test('shows what agents and people wrote as text: none of it runs, hides, reorders or becomes markup', async () => {
    const summary =
      '<script>document.title="taken"</script>"><img src=x onerror=alert(1)>\u202Egpj.exe\u001b[2J'
    const gate = await asked(PUBLISH, STAGE, { summary })
    const { page, wrong } = await enterAs('grace', 'approver')
    page.on('dialog', () => wrong.push('a dialog opened'))
    await page.goto(`${owner.url}/gates/${gate}`)
    const said = page.locator('p.said').first()
    await expect
      .poll(() => said.textContent())
      .toBe('<script>document.title="taken"</script>"><img src=x onerror=alert(1)>⟨U+202E⟩gpj.exe⟨U+001B⟩[2J')
    expect(await page.title()).toContain('Decide')

    // Every text of the evidence at once, as no agent of this test could write them all.
    const tagsOf = async (text: string) => {
      await page.route('**/evidence', (route) => route.fulfill({ json: anEvidence(text) }))
      await page.goto(`${owner.url}/gates/r1.apply`)
      await page.getByRole('form', { name: 'Your answer' }).waitFor()
      await page.getByRole('radio', { name: /^Approve/ }).check()
      await page.getByLabel(/^window/).waitFor()
      await page.unroute('**/evidence')
      return page.locator('article *').evaluateAll((all) => all.map((one) => one.tagName).join(' '))
    }
    const plain = await tagsOf('word')
    for (const text of [
      '<b>x</b>',
      '"><img onerror=x>',
      '</textarea><b>',
      '--><svg/onload=x>',
      '${x}',
      '\u202Ea\u0007',
    ])
      expect(await tagsOf(text)).toBe(plain)
    for (const unseen of ['\u202E', '\u0007'])
      expect(await page.locator('main').innerText()).not.toContain(unseen)
    await tagsOf('x'.repeat(200_000))
    expect((await page.locator('main').innerText()).length).toBeLessThan(150_000)
    await page.setViewportSize({ width: 390, height: 900 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await look(page, 'gate-hostile')).toEqual([])
    expect(wrong.filter((one) => !one.includes('404'))).toEqual([])
  }, 60_000)
})
