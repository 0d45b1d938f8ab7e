// What starting costs: whole processes, from the command to its exit, and what an installation takes. Prints each
// median beside its bound. QUICK=1 leaves out the installations, which take minutes.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, save, spread } from './support.mjs'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const BIN = join(ROOT, 'apps/cli/bin/muster.js')
const ROUNDS = Number(process.env.ROUNDS ?? 7)
const HELLO = 'examples/hello.yaml'
/** Seconds that a median must stay under on two shared cores. */
const BOUNDS = { cold: 4, warm: 2, beside: 1, validate: 0.5 }

function start(args, home, stdio) {
  const { MUSTER_URL: _url, MUSTER_TOKEN: _token, ...env } = process.env
  return spawn(process.execPath, [BIN, ...args], { cwd: ROOT, env: { ...env, MUSTER_HOME: home }, stdio })
}

async function seconds(args, home) {
  const began = performance.now()
  const [code] = await once(start(args, home, ['ignore', 'ignore', 'inherit']), 'close')
  if (code !== 0) throw new Error(`muster ${args.join(' ')} ended with ${code}`)
  return (performance.now() - began) / 1_000
}

async function inFreshHome(work) {
  const home = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  try {
    return await work(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** First and second run of a home, alternating over many homes. */
async function alone() {
  const cold = []
  const warm = []
  for (let round = 0; round < ROUNDS; round += 1)
    await inFreshHome(async (home) => {
      cold.push(await seconds(['run', HELLO], home))
      warm.push(await seconds(['run', HELLO], home))
    })
  return { cold, warm }
}

async function besideUp() {
  return inFreshHome(async (home) => {
    const up = start(['up', '--workers', '1'], home, ['ignore', 'pipe', 'ignore'])
    const ended = once(up, 'close')
    try {
      for await (const text of up.stdout) if (String(text).includes('Ctrl-C')) break
      const beside = []
      for (let round = 0; round < ROUNDS; round += 1) beside.push(await seconds(['run', HELLO], home))
      return beside
    } finally {
      up.kill('SIGINT')
      await ended
    }
  })
}

async function validations() {
  const files = readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.yaml'))
  const taken = Object.fromEntries(files.map((file) => [file, []]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const file of files) taken[file].push(await seconds(['validate', `examples/${file}`], tmpdir()))
  return taken
}

function megabytes(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return { megabytes: files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6, files: files.length }
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
    return { seconds: (performance.now() - began) / 1_000, ...megabytes(join(copy, 'node_modules')) }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function tell(what, taken, bound) {
  const verdict = median(taken) < bound ? 'within' : 'OVER'
  console.log(`  ${what.padEnd(44)} ${spread(taken, 2)} s, ${verdict} ${bound} s`)
}

export async function bench({ quick = process.env.QUICK === '1' } = {}) {
  console.log(`Start-up, medians of ${ROUNDS}`)
  const { cold, warm } = await alone()
  tell('run in an empty home', cold, BOUNDS.cold)
  tell('run in that home again', warm, BOUNDS.warm)
  const beside = await besideUp()
  tell('run beside `muster up`', beside, BOUNDS.beside)
  const validate = await validations()
  for (const [file, taken] of Object.entries(validate)) tell(`validate ${file}`, taken, BOUNDS.validate)
  const installs = quick ? null : { production: install('--omit=dev', '--ignore-scripts'), full: install() }
  for (const [kind, one] of Object.entries(installs ?? {}))
    console.log(
      `  ${`${kind} installation`.padEnd(44)} ${one.seconds.toFixed(0)} s, ${one.megabytes.toFixed(0)} MB in ${one.files} files`,
    )
  const result = { rounds: ROUNDS, bounds: BOUNDS, cold, warm, beside, validate, installs }
  save('start-up', result)
  return result
}
