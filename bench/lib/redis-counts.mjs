import { Redis } from 'ioredis'

const MANY = 10_000

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
    /** Bytes that data takes: without the buffers of clients and of the append-only file, which come and go. */
    async memory() {
      const text = await client.info('memory')
      const read = (name) => Number(new RegExp(`${name}:(\\d+)`).exec(text)[1])
      return read('used_memory') - read('mem_clients_normal') - read('mem_aof_buffer')
    },
    /** How many clients are connected. */
    async connections() {
      return Number(/^connected_clients:(\d+)/m.exec(await client.info('clients'))[1])
    },
    /** Milliseconds of the command, or script, that took the server longest while `work` was done; 0 for less than one. */
    async slowest(work) {
      await client.config('SET', 'slowlog-log-slower-than', 1_000, 'slowlog-max-len', MANY)
      await client.slowlog('RESET')
      await work()
      const slow = await client.slowlog('GET', MANY)
      return Math.max(0, ...slow.map(([, , micros]) => micros)) / 1_000
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
