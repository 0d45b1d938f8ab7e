import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Muster } from '@muster/sdk'
import { freePort, testLedgerUrl, testStoreUrl, waitFor } from '@muster/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Running, startNode } from '../support/processes.ts'
import { makeProductionTree } from '../support/production-tree.ts'

interface Service {
  readonly image?: string
  readonly user?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly healthcheck?: { readonly test: readonly string[] }
}

const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8'), {
  merge: true,
}) as {
  readonly services: Readonly<Record<string, Service>>
}
const service = (name: string): Service => compose.services[name] ?? {}
const TOKEN = 'a-long-random-text'

/** What compose makes of a value whose variables nobody has set. */
function unset(value: string): string {
  return value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
}

describe('docker-compose.yml', () => {
  test('has a health check and an unprivileged user for every service', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'dashboard',
      'dragonfly',
      'planner',
      'postgres',
      'worker',
    ])
    for (const [name, { healthcheck, user }] of Object.entries(compose.services)) {
      expect([name, healthcheck?.test.length]).not.toEqual([name, undefined])
      expect([name, user]).not.toEqual([name, undefined])
      expect(user).not.toMatch(/^(root|0)\b/)
    }
  })

  test('starts Dragonfly so that it locks by hash tag', () => {
    expect(service('dragonfly').command).toEqual(
      expect.arrayContaining(['--cluster_mode=emulated', '--lock_on_hashtags']),
    )
  })

  test('gives workers no credentials for the ledger', () => {
    expect(Object.keys(service('worker').environment ?? {})).not.toContain('MUSTER_LEDGER_URL')
    expect(Object.keys(service('planner').environment ?? {})).toContain('MUSTER_LEDGER_URL')
  })
})

describe('the processes of docker-compose.yml, with its commands, its environment, and nothing but what the image holds', () => {
  let root = ''
  const home = mkdtempSync(join(tmpdir(), 'muster-compose-'))
  const running = new Map<string, Running>()
  const stops: (() => Promise<void>)[] = []
  let port = 0

  /** The environment of a service, with what names a container replaced by what this machine has. */
  let here: Readonly<Record<string, string>>
  const environmentOf = (name: string) => {
    const given = service(name).environment ?? {}
    const own: Record<string, string> = { ...here, MUSTER_HEALTH_FILE: join(home, `${name}-alive`) }
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, own[key] ?? unset(String(value))]),
    )
  }
  const start = (name: string) => {
    const [program, script = '', ...args] = service(name).command ?? []
    expect(program).toBe('node')
    running.set(name, startNode(script, args, { root, env: environmentOf(name) }))
  }
  const healthy = async (name: string) => {
    const [, program, script = '', ...args] = service(name).healthcheck?.test ?? []
    expect(program).toBe('node')
    return (await startNode(script, args, { root, env: environmentOf(name) }).ended) === 0
  }

  /** Rejects with what a process said, where it ends: one that cannot start is not waited for. */
  const diedEarly = async (name: string): Promise<never> => {
    const process = running.get(name)
    const code = await process?.ended
    throw new Error(`${name} ended with ${code}: ${process?.output()}`)
  }

  beforeAll(async () => {
    const [postgres, redis, image] = await Promise.all([
      testLedgerUrl(),
      testStoreUrl(),
      makeProductionTree(),
    ])
    stops.push(
      () => postgres.stop(),
      () => redis.stop(),
      () => image.remove(),
    )
    root = image.directory
    port = await freePort()
    here = {
      MUSTER_STORE_URL: redis.url,
      MUSTER_LEDGER_URL: postgres.url,
      MUSTER_HOME: home,
      MUSTER_LOG_LEVEL: 'info',
      MUSTER_KEEP_JOBS: '10',
      MUSTER_KEEP_RUNS: '30d',
      MUSTER_HOST: '127.0.0.1',
      MUSTER_PORT: String(port),
      MUSTER_TOKEN: TOKEN,
    }
    for (const name of ['planner', 'worker', 'dashboard']) start(name)
  })
  afterAll(async () => {
    for (const process of running.values()) process.kill('SIGTERM')
    await Promise.all([...running.values()].map((process) => process.ended))
    for (const stop of stops) await stop()
    await rm(home, { recursive: true, force: true })
  })

  test('find nothing that only developers have', () => {
    const find = (name: string) => createRequire(join(root, 'apps/planner/dist/main.js')).resolve(name)
    for (const name of ['@sinclair/typebox', 'ajv', 'react', 'turbo'])
      expect(() => find(name)).toThrow(/Cannot find module/)
    expect(find('bullmq')).toContain(root)
  })

  test('become healthy, run a pipeline to its end, and stop when they are asked to', async () => {
    for (const name of ['planner', 'worker', 'dashboard']) {
      await Promise.race([waitFor(() => healthy(name), { timeoutMs: 40_000, everyMs: 300 }), diedEarly(name)])
    }
    const muster = new Muster({ url: `http://127.0.0.1:${port}`, token: TOKEN })
    const run = await muster.trigger('hello')
    expect(await run.result({ timeoutMs: 30_000 })).toMatchObject({ ok: true })
    for (const process of running.values()) process.kill('SIGTERM')
    for (const [name, process] of running) expect([name, await process.ended]).toEqual([name, 0])
  }, 120_000)
})
