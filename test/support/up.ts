import { mkdtempSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { startCli } from './processes.ts'
import { killAll } from './processes-of.ts'

/** A `muster up` in a directory of its own, and a browser to look at it. */
export interface Up {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Where it is, and the token of its owner. */
  readonly host: { readonly url: string; readonly token: string }
  /** As its owner. */
  readonly muster: Muster
  /** What logs its owner in. */
  readonly link: string
  readonly browser: Browser
  close(): Promise<void>
}

export interface UpOptions {
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
  /** Texts of templates of its own, by their names. */
  readonly templates?: Readonly<Record<string, string>>
}

export async function openUp({ workers = 1, env: more = {}, templates = {} }: UpOptions = {}): Promise<Up> {
  const cwd = mkdtempSync(join(tmpdir(), 'muster-up-'))
  await mkdir(join(cwd, 'templates'))
  for (const [name, text] of Object.entries(templates))
    await writeFile(join(cwd, `templates/${name}.yaml`), text)
  const env = { MUSTER_HOME: join(cwd, '.muster'), ...more }
  const up = startCli(['up', '--workers', String(workers)], { cwd, env })
  let browser: Browser | undefined
  async function close(): Promise<void> {
    await browser?.close()
    up.kill()
    await up.ended
    await killAll(cwd)
    await rm(cwd, { recursive: true, force: true })
  }
  try {
    await waitFor(() => up.output().includes('browser  '), { timeoutMs: 60_000, everyMs: 50 })
    browser = await openBrowser()
    const host = JSON.parse(readFileSync(join(cwd, '.muster/host.json'), 'utf8')) as Up['host']
    const link = /browser {2}(\S+)/.exec(up.output())?.[1] ?? ''
    return { cwd, env, host, muster: new Muster(host), link, browser, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

/** The text of a template beside these files. */
export function templateText(name: string): string {
  return readFileSync(new URL(`./templates/${name}.yaml`, import.meta.url), 'utf8')
}
