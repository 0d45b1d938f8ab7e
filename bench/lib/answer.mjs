import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ownCpuMs } from './usage.mjs'

/** Answers the calls of the process that forked this one: by name, one function each. Ends with that process. */
export function answer(handlers) {
  const all = { usage, stop: async () => {}, ...handlers }
  // Ctrl-C reaches the whole group: the parent then ends its children in order.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit(0))
  const reply = async ({ id, method, argument }) => {
    try {
      process.send({ id, answer: await all[method](argument) })
    } catch (error) {
      process.send({ id, error: inspect(error) })
    }
  }
  process.on('message', (message) => void reply(message))
}

/** Tells the parent something it did not ask for. */
export function tell(event) {
  process.send({ event })
}

/** One clock for all processes of this machine: milliseconds since 1970, with fractions. */
export function now() {
  return performance.timeOrigin + performance.now()
}

/** What this process has used so far: milliseconds of CPU, bytes of memory; with `collect`, of what is still in use. */
function usage({ collect = false } = {}) {
  if (collect) collectGarbage()
  return { cpuMs: ownCpuMs(), memory: process.memoryUsage() }
}

function collectGarbage() {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
