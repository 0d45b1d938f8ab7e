import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Log, MusterError, type Service, toMusterError } from '@muster/core'
import { exposition } from './exposition.ts'
import type { Family } from './family.ts'

export interface MetricsServerOptions {
  /** Nobody is asked who they are: on any other address than loopback whoever reaches it may read. */
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly families: () => Promise<readonly Family[]>
  readonly log: Log
}

export interface MetricsServer extends Service {
  /** Where it answers. Throws before it was started. */
  url(): string
}

/** Answers `/metrics` of a process that has no other server. `start` throws MUSTER_CONFIG when the address cannot be bound. */
export function createMetricsServer({ host, port, families, log }: MetricsServerOptions): MetricsServer {
  const server = createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') return void res.writeHead(404).end()
    families()
      .then(exposition)
      .then(
        ({ type, text }) => void res.writeHead(200, { 'content-type': type }).end(text),
        (thrown: unknown) => {
          log.warn({ error: toMusterError(thrown).message }, 'the metrics cannot be told')
          res.writeHead(503).end()
        },
      )
  })
  let bound: AddressInfo | null = null
  return {
    async start() {
      if (bound !== null) return
      server.listen(port, host)
      await once(server, 'listening').catch((thrown: Error) => {
        throw new MusterError('MUSTER_CONFIG', {
          name: 'MUSTER_METRICS_PORT',
          given: `${host}:${port} (${thrown.message})`,
          expected: 'a free address of this machine',
        })
      })
      bound = server.address() as AddressInfo
    },
    async stop() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    url() {
      if (bound === null) throw new Error('the metrics are not served')
      return `http://${bound.address.includes(':') ? `[${bound.address}]` : bound.address}:${bound.port}/metrics`
    },
  }
}
