// What does the sandbox cost, and how fast does it die? One program after the other: started bare, started in the sandbox
// of an agent, and killed there with two processes of its own that do not listen.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBareLauncher, createSupervisor, openLauncher } from '@muster/runtime'
import { LOG } from './lib/log.mjs'
import { createReport } from './lib/report.mjs'
import { sitting } from './lib/sitting.mjs'
import { quantile, ratios } from './lib/statistics.mjs'

/** What the sandbox may add to a start, for 99 of 100, in milliseconds. */
const MAX_START_MS = 25
/** What a kill may take until nothing is left, for 99 of 100, in milliseconds. */
const MAX_KILL_MS = 250
const STUBBORN = [
  'sh',
  '-c',
  `trap '' TERM; (setsid sh -c "trap '' TERM; sleep 1000" &); sleep 1000 & echo; while :; do wait; done`,
]

export function bench({ quick }) {
  const settings = quick ? { starts: 50, rounds: 3 } : { starts: 200, rounds: 7 }
  const question = 'milliseconds of a start in the sandbox, beside a bare one, and of a kill'
  return sitting((own) => measure(own, createReport('sandbox', { question, settings }), settings))
}

async function measure(own, report, { starts, rounds }) {
  const directory = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  let sandboxed
  const supervisor = createSupervisor(LOG)
  await own({
    close: async () => {
      await sandboxed?.stop()
      await supervisor.stop()
      await rm(directory, { recursive: true, force: true })
    },
  })
  const path = process.env['PATH'] ?? '/usr/bin:/bin'
  const cache = join(directory, 'cache')
  sandboxed = await openLauncher({
    sandbox: 'bubblewrap',
    path,
    home: homedir(),
    cache,
    supervisor,
    log: LOG,
  })
  const bare = createBareLauncher(supervisor)
  const program = await programIn(directory, path)

  await timed(starts / 5, () => run(sandboxed, program))
  const took = { bare: [], sandboxed: [], kill: [] }
  for (let round = 0; round < rounds; round += 1) {
    took.bare.push(await timed(starts, () => run(bare, program)))
    took.sandboxed.push(await timed(starts, () => run(sandboxed, program)))
    took.kill.push(await timed(starts, () => kill(sandboxed, program)))
  }
  const p99 = (name) => took[name].map((one) => quantile(one, 0.99))
  report.latency('a bare start and end', took.bare.flat())
  report.latency('a start and end in the sandbox', took.sandboxed.flat())
  report.latency('from the kill to nothing left', took.kill.flat())
  report.figure(
    'the sandbox, p99 less that of a bare start',
    p99('sandboxed').map((one, index) => one - p99('bare')[index]),
    {
      unit: 'ms',
      digits: 1,
      atMost: MAX_START_MS,
    },
  )
  report.figure('a kill, p99', p99('kill'), { unit: 'ms', digits: 1, atMost: MAX_KILL_MS })
  report.ratio(
    'a start in the sandbox, beside a bare one, p50',
    ratios(p50(took.sandboxed), p50(took.bare)),
    {
      better: 'lower',
    },
  )
  return report.end()
}

const p50 = (rounds) => rounds.map((one) => quantile(one, 0.5))

/** A program with the walls of an agent of tier 1. */
async function programIn(directory, path) {
  const work = join(directory, 'home', 'agents', 'r1.a', 'work')
  await mkdir(work, { recursive: true })
  const walls = {
    tier: 1,
    places: [
      { path: directory, access: 'read' },
      { path: join(directory, 'home'), access: 'none' },
      { path: work, access: 'write' },
    ],
    network: 'none',
    limits: { memoryBytes: 2 ** 30, processes: 256, fileBytes: 2 ** 30, cpuSeconds: 60 },
  }
  return { cwd: work, env: { PATH: path }, walls, stdin: 'ignore' }
}

/** Milliseconds of each. A function may answer them itself. */
async function timed(count, act) {
  const times = []
  while (times.length < count) {
    const began = performance.now()
    times.push((await act()) ?? performance.now() - began)
  }
  return times
}

async function run(launcher, program) {
  const running = await launcher.launch({ ...program, argv: ['true'] })
  running.stdout.resume()
  running.stderr.resume()
  const { code } = await running.ended
  if (code !== 0) throw new Error(`\`true\` ended with ${code}`)
}

async function kill(launcher, program) {
  const running = await launcher.launch({ ...program, argv: STUBBORN })
  running.stderr.resume()
  await new Promise((resolve) => running.stdout.once('data', resolve))
  const began = performance.now()
  await running.kill()
  return performance.now() - began
}
