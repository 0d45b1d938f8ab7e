// How does the page of a large run fare in a browser? One lattice of stages, most of them at work, shown as a graph in
// headless Chromium while phases settle: the first paint, frames while it is panned, and what live updates leave of it.
import { chromium } from 'playwright-core'
import { startApp } from './lib/apps.mjs'
import { openMuster } from './lib/muster.mjs'
import { lattice } from './lib/pipelines.mjs'
import { createReport } from './lib/report.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { median } from './lib/statistics.mjs'
import { freePort } from '@muster/testing'

/** What the page must show: milliseconds to the first paint of the graph, frames a second while it is panned. */
const MAX_PAINT_MS = 2_000
const MIN_FRAMES = 30
/** An interaction that is answered within this feels immediate. */
const MAX_DELAY_MS = 100
/** A task longer than this is felt as a stutter. */
const MAX_TASK_MS = 200
const PHASES_PER_SECOND = 200
/** What a phase takes besides its agent, from its outcome to the start of the next: with room, so that the rate is met. */
const WAY_MS = 75
const WIDTH = 50
const TOKEN = 'a-token-of-the-benchmark'

export function bench({ quick }) {
  const settings = quick ? { stages: 500, paints: 1, seconds: 2 } : { stages: 2_000, paints: 5, seconds: 10 }
  const question = 'milliseconds and frames of the page of a large run, in headless Chromium'
  return sitting((own) => measure(own, createReport('dashboard', { question, settings }), settings))
}

async function measure(own, report, { stages, paints, seconds }) {
  const servers = await own(startServers())
  // As many agents as the lattice is wide, each so long in a phase and on its way, make the phases a second.
  const sleepMs = (WIDTH * 1_000) / PHASES_PER_SECOND - WAY_MS
  const muster = await own(openMuster(servers, { agent: 'sleep', sleepMs, concurrency: WIDTH }))
  const url = await openDashboard(own, muster)
  const browser = await own(chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] }))
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}/?token=${encodeURIComponent(TOKEN)}`)
  const [run] = await muster.submit({ pipeline: lattice(stages, WIDTH) })

  const painted = []
  while (painted.length < paints) painted.push(await paintOf(page, `${url}/runs/${run}?view=graph`))
  const panned = await whileWatched(page, seconds, () => pan(page, seconds))
  const live = await whileWatched(page, seconds, () => rest(page, seconds))
  const atMost = (bound) => ({ unit: 'ms', atMost: bound })
  report.figure('first paint of the graph', painted, atMost(MAX_PAINT_MS))
  report.figure('phases settled a second, as the page shows', [live.entries, panned.entries], {
    unit: 'per s',
    atLeast: PHASES_PER_SECOND,
  })
  report.ratio(`frames a second while panned, beside ${MIN_FRAMES}`, [panned.frames / MIN_FRAMES], {
    atLeast: 1,
  })
  report.figure('frames a second of live updates', [live.frames], { unit: 'per s', atLeast: MIN_FRAMES })
  report.figure('longest task while panned', [panned.longest], atMost(MAX_TASK_MS))
  report.figure('longest task of live updates', [live.longest], atMost(MAX_TASK_MS))
  report.figure('delay of input during live updates, median', [median(live.delays)], atMost(MAX_DELAY_MS))
  report.figure(
    'delay of input during live updates, longest',
    [Math.max(...live.delays)],
    atMost(MAX_DELAY_MS),
  )
  await muster.planners[0].call('cancel', { run })
  return report.end()
}

async function openDashboard(own, { urls, home }) {
  const port = await freePort()
  const env = {
    MUSTER_STORE_URL: urls.store,
    MUSTER_LEDGER_URL: urls.ledger,
    MUSTER_HOME: home,
    MUSTER_TOKEN: TOKEN,
    MUSTER_LOG_LEVEL: 'info',
    MUSTER_PORT: String(port),
    MUSTER_RATE_LIMIT: '1000000',
  }
  await own(startApp('dashboard', { env, ready: 'dashboard started' }))
  return `http://127.0.0.1:${port}`
}

/** Milliseconds from asking for the page to the first frame with a stage of the graph in it. */
async function paintOf(page, url) {
  await page.goto('about:blank')
  await page.goto(url, { waitUntil: 'commit' })
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector('.stage-node') === null) return requestAnimationFrame(look)
          requestAnimationFrame(() => resolve(performance.now()))
        }
        look()
      }),
  )
}

/** What happens to the page while `act` is under way: frames a second, tasks, delays of input, entries a second. */
async function whileWatched(page, seconds, act) {
  await page.evaluate(() => {
    const watched = { frames: 0, longest: 0, delays: [], began: performance.now(), on: true }
    globalThis.watched = watched
    watched.from = Number(document.querySelector('[data-seq]').dataset.seq)
    const frame = () => {
      watched.frames += 1
      if (watched.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    watched.tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.longest = Math.max(watched.longest, duration)
    })
    watched.tasks.observe({ type: 'longtask' })
    watched.hear = (event) => watched.delays.push(performance.now() - event.timeStamp)
    for (const name of ['pointermove', 'keydown']) addEventListener(name, watched.hear, true)
  })
  await act()
  return page.evaluate(() => {
    const { watched } = globalThis
    watched.on = false
    watched.tasks.disconnect()
    for (const name of ['pointermove', 'keydown']) removeEventListener(name, watched.hear, true)
    const seconds = (performance.now() - watched.began) / 1_000
    const { longest, delays, frames, from } = watched
    const entries = (Number(document.querySelector('[data-seq]').dataset.seq) - from) / seconds
    return { longest, delays, frames: frames / seconds, entries }
  })
}

/** Drags the graph to and fro. */
async function pan(page, seconds) {
  const box = await page.locator('.stage-graph').boundingBox()
  const [left, top] = [box.x + box.width / 3, box.y + box.height / 3]
  const until = performance.now() + seconds * 1_000
  while (performance.now() < until) {
    await page.mouse.move(left + 300, top)
    await page.mouse.down()
    await page.mouse.move(left - 300, top + 60, { steps: 30 })
    await page.mouse.up()
  }
}

/** Only moves the pointer, ten times a second, so that there is input that may be delayed. */
async function rest(page, seconds) {
  for (let step = 0; step < seconds * 10; step += 1) {
    await page.mouse.move(20 + (step % 50), 20)
    await page.waitForTimeout(100)
  }
}
