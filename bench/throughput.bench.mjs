// How many stages a second? One-stage runs with agents that answer at once, through all of Muster, beside as many
// chains of bare BullMQ jobs on the same Redis and the same number of DBOS and Restate workflows of eight steps.
import { openBare } from './lib/bare.mjs'
import { openDbos } from './lib/dbos.mjs'
import { installPeers } from './lib/install-peers.mjs'
import { openMuster } from './lib/muster.mjs'
import { countRows, createPostgresCounts } from './lib/postgres-counts.mjs'
import { createRedisCounts } from './lib/redis-counts.mjs'
import { createReport } from './lib/report.mjs'
import { openRestate } from './lib/restate.mjs'
import { alternate } from './lib/rounds.mjs'
import { startServers } from './lib/servers.mjs'
import { sitting } from './lib/sitting.mjs'
import { ratios } from './lib/statistics.mjs'
import { measureCpu, treeCpuMs } from './lib/usage.mjs'

export function bench({ quick }) {
  const settings = quick
    ? { runs: 300, rounds: 3, warmUps: 1 }
    : { runs: 1_000, rounds: 5, warmUps: 4, patienceMs: 15_000 }
  const question = 'stages per second, all in flight'
  return sitting((own) => measure(own, createReport('throughput', { question, settings }), settings))
}

async function measure(own, report, { runs, rounds, warmUps, patienceMs }) {
  await installPeers()
  const servers = await own(startServers({ countStatements: true }))
  const redis = await own(createRedisCounts(servers.redis.url))
  const postgres = await own(createPostgresCounts(servers.postgres.url))
  const cpu = { redis: redis.cpuMs, postgres: () => treeCpuMs(servers.postgres.pid) }
  const muster = await own(openMuster(servers))
  const bare = await own(openBare(servers))
  const dbos = await own(openDbos(servers))
  const restate = await own(openRestate())

  const contestant = (readers, run) => async () => {
    const { answer: ms, cpu } = await measureCpu(readers, run)
    return { perSecond: (runs / ms) * 1_000, cpu }
  }
  const count = { count: runs }
  const contestants = {
    muster: contestant({ ...muster.cpu, ...cpu }, async () => (await muster.run(count)).ms),
    bare: contestant({ ...bare.cpu, redis: cpu.redis }, () => bare.run(count)),
    dbos: contestant({ ...dbos.cpu, postgres: cpu.postgres }, () => dbos.run(count)),
    restate: contestant(restate.cpu, () => restate.run(count)),
  }
  // Every process compiles what it runs often before it is measured.
  await alternate(contestants, warmUps)
  const results = await alternate(contestants, rounds, { patienceMs })
  const perSecond = (name) => results[name].map((round) => round.perSecond)
  const cpuOf = (name, of) => results[name].map(({ cpu }) => cpu[of] / runs)
  const allCpu = (name) => results[name].map(({ cpu }) => sum(Object.values(cpu)) / runs)

  const unit = 'stages/s'
  report.figure('Muster', perSecond('muster'), { unit })
  report.figure('bare BullMQ, chains of 8 jobs', perSecond('bare'), { unit })
  report.figure('DBOS, 8 steps', perSecond('dbos'), { unit })
  report.figure('Restate, 8 steps', perSecond('restate'), { unit })
  report.ratio('of bare BullMQ', ratios(perSecond('muster'), perSecond('bare')), { atLeast: 0.45 })
  report.ratio('times Restate', ratios(perSecond('muster'), perSecond('restate')), { atLeast: 1.6 })
  report.ratio('times DBOS', ratios(perSecond('muster'), perSecond('dbos')), { atLeast: 3.5 })
  // Other people's load on the machine hardly moves what follows.
  for (const of of ['planner', 'worker', 'redis', 'postgres'])
    report.figure(`CPU of ${of}`, cpuOf('muster', of), { unit: 'ms/stage', digits: 3 })
  report.figure('CPU of redis, bare BullMQ', cpuOf('bare', 'redis'), { unit: 'ms/stage', digits: 3 })
  for (const name of Object.keys(contestants))
    report.figure(`CPU in all, ${name}`, allCpu(name), { unit: 'ms/stage', digits: 3 })
  const lower = { better: 'lower' }
  report.ratio('CPU of bare BullMQ', ratios(allCpu('muster'), allCpu('bare')), lower)
  report.ratio('CPU of Restate', ratios(allCpu('muster'), allCpu('restate')), lower)
  report.ratio('CPU of DBOS', ratios(allCpu('muster'), allCpu('dbos')), lower)
  report.ratio('Redis CPU of bare BullMQ', ratios(cpuOf('muster', 'redis'), cpuOf('bare', 'redis')), lower)
  await countCalls(report, { muster, redis, postgres, runs })
  await muster.check()
  return report.end()
}

/** What a stage asks of the servers, in rounds that nobody times. */
async function countCalls(report, { muster, redis, postgres, runs }) {
  const commands = await redis.commands(() => muster.run({ count: runs }))
  report.count('Redis commands per stage', commands.total / runs, { atMost: 27 })
  report.count('Redis commands in scripts per stage', commands.inScripts / runs)
  const before = await countRows(muster.urls.ledger)
  const statements = await postgres.statements(() => muster.run({ count: runs }))
  // Not a count to compare: the faster the disk and the slower the planner, the larger its batches.
  report.figure('Postgres statements', [statements.total / runs], { unit: '/stage', digits: 1 })
  report.count('Postgres rows kept per stage', ((await countRows(muster.urls.ledger)) - before) / runs)
  report.count('Postgres WAL KB per stage', statements.walBytes / runs / 1_024)
  report.detail('Redis commands per stage, by name', perStage(commands.sent, runs))
  report.detail('Postgres statements per stage, by kind', perStage(statements.byKind, runs))
}

function perStage(counts, runs) {
  const entries = Object.entries(counts).sort(([, one], [, other]) => other - one)
  return Object.fromEntries(entries.map(([name, count]) => [name, Number((count / runs).toFixed(2))]))
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0)
}
