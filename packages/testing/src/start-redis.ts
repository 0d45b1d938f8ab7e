import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startProcess } from './start-process.ts'

/** A Redis server that a test started. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Where its data lives: start another with the same `dir` and `port` to bring it back. */
  readonly dir: string
  /** Ends the server and waits until it is gone; deletes its data unless `dir` was given. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts a private redis-server, with its append-only file on, on the loopback interface. Throws when none is installed. */
export async function startRedis(
  options: { readonly port?: number; readonly dir?: string; readonly args?: readonly string[] } = {},
): Promise<RedisServer> {
  const port = options.port ?? (await freePort())
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'muster-redis-')))
  const settings = [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--dir',
    dir,
    '--save',
    '',
    '--appendonly',
    'yes',
  ]
  const server = await startProcess('redis-server', [...settings, ...(options.args ?? [])]).catch(
    (thrown: unknown) => {
      throw new Error('tests need `redis-server`: install the package redis-server', { cause: thrown })
    },
  )
  const stop = async (signal?: NodeJS.Signals) => {
    await server.stop(signal)
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
  }
  try {
    await server.ready()
  } catch (thrown) {
    await stop()
    throw thrown
  }
  return { url: `redis://127.0.0.1:${port}`, port, pid: server.pid, dir, stop }
}
