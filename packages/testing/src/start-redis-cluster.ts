import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { type RedisServer, startRedis } from './start-redis.ts'
import { waitFor } from './wait-for.ts'

const MASTERS = 3
const SLOTS = 16_384

/** Three masters that share the slots. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** The urls of its nodes; the first is enough to find the others. */
  readonly urls: readonly string[]
  /** Ends every node and waits until they are gone. */
  stop(): Promise<void>
}

async function startNode(): Promise<RedisServer> {
  const bus = await freePort()
  const args = ['--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-node-timeout', '2000']
  return startRedis({ args })
}

async function busPort(client: Redis): Promise<string> {
  const [, port = ''] = (await client.config('GET', 'cluster-port')) as string[]
  return port
}

async function join(clients: readonly Redis[], nodes: readonly RedisServer[]): Promise<void> {
  for (const [index, client] of clients.entries()) {
    const from = Math.floor((index * SLOTS) / MASTERS)
    const to = Math.floor(((index + 1) * SLOTS) / MASTERS) - 1
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to)
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
  }
  const [first, ...others] = clients
  for (const [index, client] of others.entries()) {
    const port = nodes[index + 1]?.port ?? 0
    await first?.call('CLUSTER', 'MEET', '127.0.0.1', port, await busPort(client))
  }
  await waitFor(
    async () => {
      const states = await Promise.all(clients.map((client) => client.cluster('INFO')))
      return states.every(
        (state) => state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${MASTERS}`),
      )
    },
    { timeoutMs: 30_000, everyMs: 50 },
  )
}

/** Starts a Redis Cluster of three masters on the loopback interface and waits until it serves every slot. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes: RedisServer[] = []
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  const clients: Redis[] = []
  try {
    for (let index = 0; index < MASTERS; index++) nodes.push(await startNode())
    clients.push(...nodes.map(({ url }) => new Redis(url)))
    await join(clients, nodes)
  } catch (thrown) {
    await stop()
    throw thrown
  } finally {
    for (const client of clients) client.disconnect()
  }
  return { nodes, urls: nodes.map(({ url }) => url), stop }
}
