import { Redis } from 'ioredis'

/** Counts commands and CPU of a Redis; `close` when done. */
export function createRedisCounts(url) {
  const client = new Redis(url, { maxRetriesPerRequest: null })
  return {
    /** Milliseconds of CPU used so far. */
    async cpuMs() {
      const text = await client.info('cpu')
      const read = (name) => Number(new RegExp(`${name}:([\\d.]+)`).exec(text)[1])
      return (read('used_cpu_user') + read('used_cpu_sys')) * 1_000
    },
    /** Runs `work` and counts what clients sent, by command, and what scripts called. Slows the server: time apart. */
    async commands(work) {
      const monitor = await client.monitor()
      const sent = {}
      let inScripts = 0
      const mark = `counted-${Math.random()}`
      const seenAll = new Promise((resolve) => {
        monitor.on('monitor', (_time, [name, first], source) => {
          const command = String(name).toLowerCase()
          if (first === mark) resolve()
          else if (source === 'lua') inScripts += 1
          else sent[command] = (sent[command] ?? 0) + 1
        })
      })
      try {
        await work()
        await client.echo(mark)
        await seenAll
      } finally {
        monitor.disconnect()
      }
      return { sent, total: Object.values(sent).reduce((sum, each) => sum + each, 0), inScripts }
    },
    close: async () => client.disconnect(),
  }
}
