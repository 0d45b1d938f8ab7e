// What does starting cost? Whole processes, from the command to its exit, beside the bare start of Node, and what an
// installation takes, which a quick run leaves out.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createReport } from './lib/report.mjs'
import { alternate } from './lib/rounds.mjs'
import { sitting } from './lib/sitting.mjs'
import { median } from './lib/statistics.mjs'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const BIN = join(ROOT, 'apps/cli/bin/muster.js')
const BARE_STARTS = 5
const HELLO = 'examples/hello.yaml'
/** Seconds that a median must stay under on two shared cores. */
const BOUNDS = { cold: 4, warm: 2, beside: 1, validate: 0.5 }

/** Starts a command and ends it when the sitting is over, should it still run. */
async function start(own, args, home, stdio) {
  const { MUSTER_URL: _url, MUSTER_TOKEN: _token, ...env } = process.env
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...env, MUSTER_HOME: home }, stdio })
  const ended = once(child, 'close')
  await own({
    async close() {
      child.kill('SIGINT')
      await ended
    },
  })
  return { child, ended }
}

/** Seconds that Node takes from its start with these arguments to its exit. */
function nodeSeconds(args, home) {
  return sitting(async (own) => {
    const began = performance.now()
    const { ended } = await start(own, args, home, ['ignore', 'ignore', 'inherit'])
    const [code] = await ended
    if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`)
    return (performance.now() - began) / 1_000
  })
}

const seconds = (args, home) => nodeSeconds([BIN, ...args], home)

function inFreshHome(work) {
  return sitting(async (own) => {
    const home = mkdtempSync(join(tmpdir(), 'muster-bench-'))
    await own({ close: async () => rmSync(home, { recursive: true, force: true }) })
    return work(home, own)
  })
}

/** The bare start of Node (a median, being short), the first and the second run of a home. */
async function alone() {
  const bare = []
  while (bare.length < BARE_STARTS) bare.push(await nodeSeconds(['-e', '0'], tmpdir()))
  return inFreshHome(async (home) => {
    const cold = await seconds(['run', HELLO], home)
    return { bare: median(bare), cold, warm: await seconds(['run', HELLO], home) }
  })
}

function besideUp(rounds) {
  return inFreshHome(async (home, own) => {
    const up = await start(own, [BIN, 'up', '--workers', '1'], home, ['ignore', 'pipe', 'ignore'])
    for await (const text of up.child.stdout) if (String(text).includes('Ctrl-C')) break
    return (await alternate({ beside: () => seconds(['run', HELLO], home) }, rounds)).beside
  })
}

function validations(rounds) {
  const files = readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.yaml'))
  const validate = (file) => [file, () => seconds(['validate', `examples/${file}`], tmpdir())]
  return alternate(Object.fromEntries(files.map(validate)), rounds)
}

function megabytes(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  return { megabytes: Math.round(bytes / 1e6), files: files.length }
}

/** Installs a copy of what is tracked; packages come from npm's cache when it has them. */
function install(...options) {
  const copy = mkdtempSync(join(tmpdir(), 'muster-bench-install-'))
  try {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0')
    for (const file of tracked.filter((name) => name !== '')) cpSync(join(ROOT, file), join(copy, file))
    const began = performance.now()
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
    execFileSync('npm', ['install', ...quiet, ...options], {
      cwd: copy,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return {
      seconds: Math.round((performance.now() - began) / 1_000),
      ...megabytes(join(copy, 'node_modules')),
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

export async function bench({ quick }) {
  const settings = quick ? { rounds: 2 } : { rounds: 7, patienceMs: 15_000 }
  const { rounds, patienceMs } = settings
  const question = 'seconds from the command to its exit'
  const report = createReport('start-up', { question, settings })
  const results = (await alternate({ alone }, rounds, { patienceMs })).alone
  const all = (name) => results.map((round) => round[name])
  const figure = (label, values, atMost) => report.figure(label, values, { unit: 's', digits: 2, atMost })
  const beside = await besideUp(rounds)
  figure('node -e 0', all('bare'))
  figure('run in an empty home', all('cold'), BOUNDS.cold)
  figure('run in that home again', all('warm'), BOUNDS.warm)
  figure('run beside `muster up`', beside, BOUNDS.beside)
  for (const [file, taken] of Object.entries(await validations(rounds)))
    figure(`validate ${file}`, taken, BOUNDS.validate)
  const ofNode = (values) => values.map((value) => value / median(all('bare')))
  report.ratio('a run in an empty home of bare Node', ofNode(all('cold')), { better: 'lower' })
  report.ratio('a further run of bare Node', ofNode(all('warm')), { better: 'lower' })
  report.ratio('a run beside `muster up` of bare Node', ofNode(beside), { better: 'lower' })
  if (!quick) {
    report.detail('production installation', install('--omit=dev', '--ignore-scripts'))
    report.detail('full installation', install())
  }
  return report.end()
}
