/** Something that may die while nobody looks. */
interface Mortal {
  alive(): boolean
  close(): Promise<void>
}

/** A few connections, each used by one piece of work at a time. */
export interface Pool<T> {
  /** Runs `work` on a connection that nobody else uses meanwhile; waits for one when all are taken. */
  use<R>(work: (connection: T) => Promise<R>): Promise<R>
  /** Closes every connection. */
  close(): Promise<void>
}

/** A pool of at most `size` connections, opened when they are needed and replaced when they have died. */
export function createPool<T extends Mortal>(open: () => Promise<T>, size: number): Pool<T> {
  const all = new Set<T>()
  const idle: T[] = []
  const waiting: (() => void)[] = []
  let taken = 0
  let closed = false

  const take = async (): Promise<void> => {
    if (taken < size) taken += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const give = (): void => {
    const next = waiting.shift()
    if (next === undefined) taken -= 1
    else next()
  }
  const connect = async (): Promise<T> => {
    if (closed) throw new Error('the ledger is closed')
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      if (found.alive()) return found
      all.delete(found)
    }
    const opened = await open()
    all.add(opened)
    if (closed) await opened.close()
    return opened
  }
  return {
    use: async (work) => {
      await take()
      try {
        const connection = await connect()
        try {
          return await work(connection)
        } finally {
          if (connection.alive()) idle.push(connection)
          else all.delete(connection)
        }
      } finally {
        give()
      }
    },
    close: async () => {
      closed = true
      await Promise.all([...all].map((connection) => connection.close()))
    },
  }
}
