import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '@muster/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage, photograph } from '../support/browser.ts'
import { cli, type Running, startCli } from '../support/processes.ts'
import { killAll } from '../support/processes-of.ts'

const GATED = `
name: gated
timeout: 1h
stages:
  - name: ask
    type: gate
    approvers: ['role:owner']
    allow_author: true
    message: Go on?
  - { name: go, requires: ask }
`

describe('a browser', () => {
  let cwd: string
  let up: Running
  let browser: Browser
  const env = () => ({ MUSTER_HOME: join(cwd, '.muster') })

  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'muster-browser-'))
    await writeFile(join(cwd, 'gated.yaml'), GATED)
    up = startCli(['up', '--workers', '1'], { cwd, env: env() })
    await waitFor(() => up.output().includes('browser  '), { timeoutMs: 60_000, everyMs: 50 })
    browser = await openBrowser()
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    up?.kill()
    await up?.ended
    await killAll(cwd)
    await rm(cwd, { recursive: true, force: true })
  })

  test('is let in by the link, says why a run waits, and decides its gate', async () => {
    const link = /browser {2}(\S+)/.exec(up.output())?.[1] ?? ''
    const run = (await cli(['run', 'gated.yaml', '--detach'], { cwd, env: env() })).stdout.trim()
    const { page, wrong } = await openPage(browser)
    await page.goto(link)
    expect(new URL(page.url()).search).toBe('')
    await page.getByRole('link', { name: 'gated', exact: true }).click()
    const why = page.getByRole('region', { name: 'Why it waits' })
    await why.getByText('it has 0 of 1 approval').waitFor()
    await photograph(page, 'run-waits')
    await page.getByLabel('Comment').fill('looks right')
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.locator('.run-head .is-succeeded').waitFor()
    await photograph(page, 'run-ended')
    expect((await cli(['why', run], { cwd, env: env() })).stdout).toBe(
      `Run ${run} succeeded: nothing waits.\n`,
    )
    expect(wrong).toEqual([])
  }, 60_000)
})
