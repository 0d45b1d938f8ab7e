import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { endClient } from '../connection.ts'

/** Where a private server listens: a socket file, or a loopback port with a password where no socket can be. */
export type Endpoint = { readonly socket: string } | { readonly port: number; readonly password: string }

/** A socket's path has room for 107 bytes on Linux, 103 elsewhere. */
const MAX_SOCKET_BYTES = 100
const GONE_MS = 10_000
const ANSWER_MS = 5_000

/** The URL of an endpoint, for `connectStore`. */
export function urlOf(endpoint: Endpoint): string {
  if ('socket' in endpoint) return `unix://${endpoint.socket.split('/').map(encodeURIComponent).join('/')}`
  return `redis://:${endpoint.password}@127.0.0.1:${endpoint.port}`
}

/** The endpoint for a server with its data in `folder`, noted there for `waitUntilGone`. */
export async function chooseEndpoint(folder: string): Promise<Endpoint> {
  const socket = join(folder, 'muster.sock')
  // A crashed server leaves its file behind.
  await rm(socket, { force: true })
  const endpoint = Buffer.byteLength(socket) <= MAX_SOCKET_BYTES ? { socket } : await chooseFreePort()
  await writeFile(noteIn(folder), JSON.stringify(endpoint), { mode: 0o600 })
  return endpoint
}

/**
 * Waits until the server that last had its data in `folder` has let go of it: two on one append-only file would
 * spoil it. One that nobody ends within ten seconds has lost its guard and is told to end.
 */
export async function waitUntilGone(folder: string): Promise<void> {
  const note = await readFile(noteIn(folder), 'utf8').catch(() => null)
  if (note === null) return
  const endpoint = JSON.parse(note) as Endpoint
  for (const deadline = performance.now() + GONE_MS; await listens(endpoint); await wait(20)) {
    if (performance.now() > deadline)
      await withClient(endpoint, (client) => client.shutdown('NOSAVE')).catch(() => {})
  }
}

/** The process id of the server that answers there. Throws when none does, or not yet. */
export async function probe(endpoint: Endpoint): Promise<number> {
  return withClient(endpoint, async (client) => {
    await client.ping()
    return Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1])
  })
}

/** Tells a Redis to write what it has and end: it does so at once, where it looks for a signal ten times a second. */
export async function shutDown(endpoint: Endpoint): Promise<void> {
  // Its answer is that the connection ends.
  await withClient(endpoint, (client) => client.shutdown()).catch(() => {})
}

async function listens(endpoint: Endpoint): Promise<boolean> {
  const socket = 'socket' in endpoint ? connect(endpoint.socket) : connect(endpoint.port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function withClient<T>(endpoint: Endpoint, work: (client: Redis) => Promise<T>): Promise<T> {
  const where =
    'socket' in endpoint
      ? { path: endpoint.socket }
      : { host: '127.0.0.1', port: endpoint.port, password: endpoint.password }
  const client = new Redis({
    ...where,
    lazyConnect: true,
    enableReadyCheck: false,
    commandTimeout: ANSWER_MS,
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    endClient(client)
  }
}

async function chooseFreePort(): Promise<Endpoint> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise((done) => server.close(done))
  return { port, password: randomBytes(24).toString('hex') }
}

function noteIn(folder: string): string {
  return join(folder, 'endpoint.json')
}
