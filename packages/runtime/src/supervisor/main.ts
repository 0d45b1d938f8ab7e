import { createInterface } from 'node:readline'
import type { ToSupervisor } from './message.ts'
import { createSupervision } from './supervise.ts'

// The process beside each worker. It ends with its worker, however that ends, and takes its agents with it.
const TICK_MS = 100
/** How long it goes on killing what will not go. */
const LAST_MS = 10_000

const clock = () => performance.now()
const supervision = createSupervision(process.ppid, clock, (message) => {
  process.stdout.write(`${JSON.stringify(message)}\n`)
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdout.on('error', () => {})
const ticking = setInterval(() => supervision.tick(), TICK_MS)
createInterface({ input: process.stdin })
  .on('line', (line) => supervision.hear(JSON.parse(line) as ToSupervisor))
  .once('close', () => {
    clearInterval(ticking)
    const since = clock()
    const end = (): void => {
      if (supervision.killAll() && clock() - since < LAST_MS) setTimeout(end, 5)
    }
    end()
  })
