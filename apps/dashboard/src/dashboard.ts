import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MusterError, type Service } from '@muster/core'
import type { Express } from 'express'
import { createApp } from './app.ts'
import type { DashboardDeps } from './deps.ts'
import { createDoor } from './door.ts'
import { createFleetLook } from './look-at-fleet.ts'
import { createOidc } from './oidc.ts'
import { createVoteTaker } from './queued-votes.ts'
import { watchFleet } from './watch-fleet.ts'

/** How long answers under way may take to end when the dashboard stops. */
const DRAIN_MS = 2_000

export interface Dashboard extends Service {
  /** Where it answers. Throws before it was started. */
  url(): string
  readonly app: Express
}

/** The HTTP API, the page and Bull Board, and who takes the votes in the queue. `start` throws MUSTER_CONFIG when the address cannot be bound. */
export function createDashboard(deps: DashboardDeps): Dashboard {
  const open = new Set<AbortController>()
  const oidc = deps.oidc === null ? null : createOidc(deps.oidc, deps.clock)
  const look = createFleetLook(deps)
  const openDeps = { ...deps, door: createDoor(deps), oidc, look, fleetChanges: watchFleet(look) }
  const app = createApp(openDeps, open)
  const votes = deps.votes(createVoteTaker(openDeps))
  const server = createServer(app)
  let answering = 0
  server.on('request', (_req, res) => {
    answering += 1
    res.once('close', () => {
      answering -= 1
    })
  })
  let bound: AddressInfo | null = null
  let stopped: Promise<void> | null = null

  async function start(): Promise<void> {
    if (bound !== null) return
    server.listen(deps.port, deps.host)
    await once(server, 'listening').catch((thrown: Error) => {
      const given = `${deps.host}:${deps.port} (${thrown.message})`
      throw new MusterError('MUSTER_CONFIG', {
        name: 'MUSTER_PORT',
        given,
        expected: 'a free address of this machine',
      })
    })
    bound = server.address() as AddressInfo
    await votes.start()
    deps.log.info({ url: url() }, 'dashboard started')
  }

  async function drain(): Promise<void> {
    await votes.stop()
    if (bound === null) return
    const closed = once(server, 'close')
    server.close()
    for (const controller of open) controller.abort()
    // Browsers hold connections that never carried a request, which Node does not count among the idle ones.
    const idle = setInterval(() => {
      if (answering === 0) server.closeAllConnections()
    }, 10)
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    await closed
    clearInterval(idle)
    clearTimeout(force)
  }

  function url(): string {
    if (bound === null) throw new Error('the dashboard was not started')
    const name = deps.host === '0.0.0.0' || deps.host === '::' ? 'localhost' : deps.host
    return `http://${name.includes(':') ? `[${name}]` : name}:${bound.port}`
  }

  return { app, start, stop: () => (stopped ??= drain()), url }
}
