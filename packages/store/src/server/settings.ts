import { join } from 'node:path'
import type { Endpoint } from './endpoint.ts'
import type { FoundServer } from './find.ts'

/** The settings file of a private server and the arguments that name it. Secrets are in the file alone. */
export interface Settings {
  readonly file: string
  readonly text: string
  readonly args: readonly string[]
}

/** How a private server keeps its data in `folder`: every write is on disk within a second, nothing is evicted. */
export function settingsFor(server: FoundServer, folder: string, endpoint: Endpoint): Settings {
  return server.kind === 'dragonfly' ? dragonfly(folder, endpoint) : redis(folder, endpoint)
}

function redis(folder: string, endpoint: Endpoint): Settings {
  const file = join(folder, 'server.conf')
  const lines = [
    ...('socket' in endpoint
      ? ['port 0', `unixsocket ${quote(endpoint.socket)}`, 'unixsocketperm 700']
      : [`port ${endpoint.port}`, `requirepass ${quote(endpoint.password)}`]),
    'bind 127.0.0.1',
    'protected-mode yes',
    'daemonize no',
    `dir ${quote(folder)}`,
    'save ""',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
  ]
  return { file, text: `${lines.join('\n')}\n`, args: [file] }
}

/** Dragonfly has no append-only file: it loses what came after its last snapshot, and the planner rebuilds it. */
function dragonfly(folder: string, endpoint: Endpoint): Settings {
  const file = join(folder, 'server.flags')
  const lines = [
    ...('socket' in endpoint
      ? ['--port=0', `--unixsocket=${endpoint.socket}`, '--unixsocketperm=700']
      : [`--port=${endpoint.port}`, `--requirepass=${endpoint.password}`]),
    '--bind=127.0.0.1',
    `--dir=${folder}`,
    '--dbfilename=dump',
    '--snapshot_cron=* * * * *',
    '--cluster_mode=emulated',
    '--lock_on_hashtags',
    '--version_check=false',
    '--logtostderr',
  ]
  return { file, text: `${lines.join('\n')}\n`, args: [`--flagfile=${file}`] }
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
