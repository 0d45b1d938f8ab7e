import type { Socket } from 'node:net'
import { Cluster, type Redis } from 'ioredis'

/**
 * Sends what a client writes within one turn of the event loop in one system call: with many commands in flight, writing
 * each by itself is a third of the processor time of a planner or worker. Order and retries of commands stay as they are.
 */
export function gatherWrites(client: Redis | Cluster): void {
  if (client instanceof Cluster) client.on('+node', (node: Redis) => gatherWrites(node))
  else client.on('connect', () => gather(client.stream))
}

function gather(socket: Socket): void {
  const write = socket.write.bind(socket) as Socket['write']
  let gathering = false
  const flush = (): void => {
    gathering = false
    socket.uncork()
  }
  socket.write = ((...args: Parameters<Socket['write']>) => {
    if (!gathering) {
      gathering = true
      socket.cork()
      setImmediate(flush)
    }
    return write(...args)
  }) as Socket['write']
}
