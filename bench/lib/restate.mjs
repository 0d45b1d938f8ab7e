import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startProcess, waitFor } from '@muster/testing'
import { startChild } from './child.mjs'
import { treeCpuMs } from './usage.mjs'

const PEERS = new URL('../peers/', import.meta.url)
const ENDPOINT = new URL('restate-endpoint.mjs', PEERS)
const CLIENT = new URL('restate-client.mjs', PEERS)

/** Restate: a handler of eight durable no-op steps, called through the server's ingress. Three processes. */
export async function openRestate() {
  const opened = []
  const close = async () => {
    for (const each of opened.reverse()) await each.close()
  }
  try {
    const server = await startServer()
    opened.push(server)
    const port = await freePort()
    const endpoint = await startChild(ENDPOINT, { port }, { env: { RESTATE_LOGGING: 'ERROR' } })
    opened.push(endpoint)
    await register(server.adminUrl, `http://127.0.0.1:${port}`)
    const client = await startChild(CLIENT, { ingressUrl: server.ingressUrl })
    opened.push(client)
    return {
      /** Makes that many calls, all in flight; answers milliseconds. */
      run: ({ count }) => client.call('run', { count }),
      cpu: { server: () => treeCpuMs(server.pid), endpoint: endpoint.cpuMs, client: client.cpuMs },
      close,
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

async function startServer() {
  const dir = await mkdtemp(join(tmpdir(), 'muster-restate-'))
  const [node, ingress, admin] = [await freePort(), await freePort(), await freePort()]
  const platform = `@restatedev/restate-server-${process.platform}-${process.arch}`
  const binary = createRequire(PEERS).resolve(`${platform}/bin/restate-server`)
  const settings = {
    TMPDIR: dir,
    RESTATE_BASE_DIR: dir,
    RESTATE_BIND_PORT: node,
    RESTATE_INGRESS__BIND_PORT: ingress,
    RESTATE_ADMIN__BIND_PORT: admin,
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_LOG_FILTER: 'error',
    DO_NOT_TRACK: '1',
  }
  const environment = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  const args = ['--no-logo', '--bind-ip', '127.0.0.1', '--listen-mode', 'tcp']
  const server = await startProcess('env', [...environment, binary, ...args], { cwd: dir })
  const close = async () => {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
  const adminUrl = `http://127.0.0.1:${admin}`
  try {
    await waitFor(async () => (await fetch(`${adminUrl}/health`)).ok, { timeoutMs: 30_000 })
  } catch (thrown) {
    await close()
    throw new Error(`restate-server did not start: ${server.output()}`, { cause: thrown })
  }
  return { pid: server.pid, adminUrl, ingressUrl: `http://127.0.0.1:${ingress}`, close }
}

/** Tells the server where the handler is; it is known at once. */
async function register(adminUrl, uri) {
  const answer = await fetch(`${adminUrl}/deployments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  })
  if (!answer.ok) throw new Error(`restate-server refused the handler: ${await answer.text()}`)
}
