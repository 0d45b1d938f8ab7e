import { startChild } from './child.mjs'

const CHILD = new URL('./ping-child.mjs', import.meta.url)

/** Another client of a Redis, in a process of its own, which pings without rest while `work` is done. */
export async function openPings(url) {
  const child = await startChild(CHILD, { url })
  return {
    /** Answers milliseconds of each ping. */
    async during(work) {
      await child.call('begin')
      await work()
      return child.call('end')
    },
    close: child.close,
  }
}
