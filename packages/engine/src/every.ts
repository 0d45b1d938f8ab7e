import { type Log, type Service, toMusterError } from '@muster/core'
import { pause } from './pause.ts'

/**
 * Does something at once and then again and again, `ms` after it ended; what fails is logged and tried again. `stop`
 * waits for what is under way, which the signal tells to be quick.
 */
export function every(
  ms: number,
  what: string,
  work: (stop: AbortSignal) => Promise<unknown>,
  log: Log,
  retryMs: number = ms,
): Service {
  let running: Promise<void> | null = null
  const stop = new AbortController()

  async function round(): Promise<number> {
    try {
      await work(stop.signal)
      return ms
    } catch (error) {
      if (!stop.signal.aborted)
        log.error({ error: toMusterError(error).message }, `could not ${what}; trying again`)
      return retryMs
    }
  }

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      const wait = await round()
      if (wait > 0) await pause(wait, stop.signal)
    }
  }

  return {
    async start() {
      running ??= loop()
    },
    async stop() {
      stop.abort()
      await running
    },
  }
}
