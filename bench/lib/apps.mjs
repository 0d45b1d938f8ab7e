import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { waitFor } from '@muster/testing'

const READY_MS = 30_000
const END_MS = 10_000

/**
 * Starts an app as it ships, with the environment that docker-compose.yml gives it; `ready` is what it says once it is at
 * work. Answers what it takes of memory, and ends it with `close`.
 */
export async function startApp(name, { args = [], env, ready }) {
  const main = fileURLToPath(new URL(`../../apps/${name}/dist/main.js`, import.meta.url))
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (text += chunk))
  const gone = once(child, 'exit')
  const close = async () => {
    const hard = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.kill('SIGTERM')
    await gone
    clearTimeout(hard)
  }
  try {
    await waitFor(() => child.exitCode !== null || text.includes(ready), { timeoutMs: READY_MS })
    if (child.exitCode !== null) throw new Error(`the ${name} ended: ${text}`)
  } catch (thrown) {
    await close()
    throw thrown
  }
  return { pid: child.pid, rss: () => residentBytes(child.pid), close }
}

/** Bytes of a process that are in memory. */
export async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) * 1_024
}
