/**
 * Makes one call of many: what is given while a call is under way forms the next one, of at most `most` items. Nobody
 * waits on a timer. `send` answers one result for each item, in order; when it fails, it fails for each of them.
 */
export function gather<T, R>(
  most: number,
  send: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  interface Waiting {
    readonly item: T
    readonly resolve: (result: R) => void
    readonly reject: (reason: unknown) => void
  }
  let waiting: Waiting[] = []
  let sending = false

  const sendAll = async (): Promise<void> => {
    sending = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await send(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R)
      } catch (reason) {
        for (const { reject } of batch) reject(reason)
      }
    }
    sending = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!sending) void sendAll()
    })
}
