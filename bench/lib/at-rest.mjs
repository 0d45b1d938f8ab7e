import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startApp } from './apps.mjs'
import { sitting } from './sitting.mjs'

const MIB = 2 ** 20
const MOST_OF_A_POOL = { connections: 2, commands: 2 }

/**
 * Planner, worker and dashboard as they ship, with nothing to do: resident size; connections and commands a second, which
 * must not grow with the pipelines that are known, and at most by two and two with each tier that a worker serves.
 */
export async function rest(report, servers, redis, { settleMs, restMs, pipelines }) {
  const home = await mkdtemp(join(tmpdir(), 'muster-rest-'))
  try {
    await mkdir(join(home, 'pipelines'))
    const look = (tiers) => observe(report, servers, redis, { home, settleMs, restMs, tiers })
    const one = await look('0')
    const four = await look('0,1,2,3')
    await Promise.all(
      Array.from({ length: pipelines }, (_, index) =>
        writeFile(
          join(home, 'pipelines', `p${index}.yaml`),
          `name: p${index}\nstages:\n  - { name: only }\n`,
        ),
      ),
    )
    const many = await look('0')
    for (const [name, bytes] of Object.entries(one.rss))
      report.figure(`${name} at rest, resident`, [bytes / MIB, many.rss[name] / MIB], {
        unit: 'MiB',
        digits: 1,
      })
    for (const [name, found] of Object.entries(one.found)) {
      report.count(`${name} at rest, connections to the store`, found.connections)
      report.figure(`${name} at rest, commands`, [found.commands, many.found[name].commands], {
        unit: 'a second',
        digits: 1,
      })
    }
    for (const [of, atMost] of Object.entries(MOST_OF_A_POOL)) {
      const perTier = (four.found.worker[of] - one.found.worker[of]) / 3
      report.count(`${of} of a pool, each further tier`, perTier, { atMost })
      const all = (looked) => Object.values(looked.found).reduce((sum, found) => sum + found[of], 0)
      report.ratio(`${of}, ${pipelines} pipelines of none`, [all(many) / all(one)], {
        better: 'lower',
        atMost: 1.1,
      })
    }
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Starts one after another, and counts what each added when it has done what it does to begin with. */
async function observe(report, servers, redis, { home, settleMs, restMs, tiers }) {
  return sitting(async (own) => {
    const shared = {
      MUSTER_STORE_URL: servers.redis.url,
      MUSTER_HOME: home,
      MUSTER_LOG_LEVEL: 'info',
      MUSTER_PIPELINES: join(home, 'pipelines'),
    }
    const ledger = { MUSTER_LEDGER_URL: await servers.postgres.createDatabase() }
    const alive = (name) => ({ MUSTER_HEALTH_FILE: join(home, `${name}-alive`) })
    const apps = {
      planner: { env: { ...shared, ...ledger, ...alive('planner') }, ready: 'the planner is at work' },
      worker: {
        args: ['--tiers', tiers, '--concurrency', '8'],
        env: { ...shared, ...alive('worker') },
        ready: 'worker started',
      },
      dashboard: {
        env: { ...shared, ...ledger, MUSTER_PORT: '0', MUSTER_TOKEN: 'a-token-of-the-benchmark' },
        ready: 'dashboard started',
      },
    }
    const found = {}
    const rss = {}
    let before = await count(redis, restMs)
    for (const [name, app] of Object.entries(apps)) {
      const started = await own(startApp(name, app))
      await pause(settleMs)
      const now = await count(redis, restMs)
      found[name] = {
        connections: now.connections - before.connections,
        commands: now.commands - before.commands,
      }
      rss[name] = await started.rss()
      before = now
    }
    return { found, rss }
  })
}

async function count(redis, restMs) {
  const { total } = await redis.commands(() => pause(restMs))
  return { connections: await redis.connections(), commands: (total / restMs) * 1_000 }
}
