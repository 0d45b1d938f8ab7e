// Takes the pictures of the dashboard in docs/images: starts a Muster, has the example run up to its gate, and looks at it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Muster } from '@muster/sdk'
import { waitFor } from '@muster/testing'
import { chromium } from 'playwright-core'

const path = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))
const EXAMPLE = readFileSync(path('examples/infrastructure-deploy.yaml'), 'utf8')
const VIEW = { width: 1280, height: 960 }
const MOST_BYTES = 200_000
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 }

const home = mkdtempSync(join(tmpdir(), 'muster-pictures-'))
const env = { PATH: process.env.PATH, HOME: home, MUSTER_HOME: join(home, '.muster'), MUSTER_USER: 'ana' }
const up = spawn(process.execPath, [path('apps/cli/bin/muster.js'), 'up', '--workers', '1'], {
  cwd: home,
  env,
  stdio: 'ignore',
})
const ended = once(up, 'close')
let browser = null
try {
  const hostFile = join(home, '.muster/host.json')
  await waitFor(() => existsSync(hostFile), PATIENCE)
  const host = JSON.parse(readFileSync(hostFile, 'utf8'))
  const muster = new Muster(host)
  const run = await muster.trigger(EXAMPLE, { inputs: { environment: 'staging' } })
  await muster.trigger(EXAMPLE, { inputs: { environment: 'production' } })
  await waitFor(async () => (await muster.gates()).length === 2, PATIENCE)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: VIEW, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${host.url}/?token=${host.token}`)
  for (const [name, address, shown] of [
    ['run-page', `/runs/${run.id}`, '.react-flow__node'],
    ['inbox', '/inbox', '.inbox-row'],
    ['home', '/', '.health'],
  ]) {
    await page.goto(`${host.url}${address}`)
    await page.locator(shown).first().waitFor()
    // What is laid out beside the main thread comes a moment later.
    await wait(1_500)
    const file = path(`docs/images/${name}.png`)
    await page.screenshot({ path: file })
    const { size } = statSync(file)
    if (size > MOST_BYTES) throw new Error(`${file} takes ${size} bytes`)
    console.log(`${file}: ${size} bytes`)
  }
} finally {
  await browser?.close()
  up.kill()
  await ended
  await rm(home, { recursive: true, force: true })
}
