import { fork } from 'node:child_process'
import { once } from 'node:events'
import { NODE_FLAGS } from '@muster/core'

const END_MS = 10_000

/**
 * Forks a process that answers calls (see answer.mjs) and waits until its `start` has answered. `onEvent` hears what
 * it tells by itself. A call to a process that ended is refused; `lost` rejects when it ends without being closed.
 */
export async function startChild(file, settings, { onEvent = () => {}, env = {} } = {}) {
  const child = fork(file, [], {
    execArgv: NODE_FLAGS,
    serialization: 'advanced',
    env: { ...process.env, ...env },
  })
  const calls = new Map()
  let serial = 0
  let closing = false
  const gone = once(child, 'exit').then(([code, signal]) => {
    const reason = new Error(`${file.pathname} ended: ${signal ?? code}`)
    for (const { reject } of calls.values()) reject(reason)
    calls.clear()
    return reason
  })
  const lost = gone.then((reason) => {
    if (!closing) throw reason
  })
  lost.catch(() => {})
  child.on('message', (message) => {
    if (message.event !== undefined) return onEvent(message.event)
    const { resolve, reject } = calls.get(message.id)
    calls.delete(message.id)
    if (message.error === undefined) resolve(message.answer)
    else reject(new Error(`${file.pathname}: ${message.error}`))
  })

  const call = (method, argument = {}) =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error(`${file.pathname} has ended`))
      serial += 1
      calls.set(serial, { resolve, reject })
      child.send({ id: serial, method, argument })
    })
  const close = async () => {
    closing = true
    const hard = setTimeout(() => child.kill('SIGKILL'), END_MS)
    if (child.connected) await call('stop').catch(() => {})
    if (child.connected) child.disconnect()
    await gone
    clearTimeout(hard)
  }
  try {
    await call('start', settings)
  } catch (thrown) {
    await close()
    throw thrown
  }
  const cpuMs = async () => (await call('usage')).cpuMs
  return { pid: child.pid, call, cpuMs, close, lost }
}
