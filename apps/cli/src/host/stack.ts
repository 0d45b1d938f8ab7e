import { type Log, toMusterError } from '@muster/core'

/** Things that were started, to be stopped in reverse. */
export interface Stack {
  add(name: string, stop: () => void | Promise<void>): void
  /** Stops all, each once, whatever fails. Safe to call twice. */
  unwind(): Promise<void>
}

export function createStack(log: Log): Stack {
  const stops: { readonly name: string; readonly stop: () => void | Promise<void> }[] = []
  let unwinding: Promise<void> | null = null

  async function unwind(): Promise<void> {
    for (let top = stops.pop(); top !== undefined; top = stops.pop()) {
      try {
        await top.stop()
        log.debug({ part: top.name }, 'stopped')
      } catch (thrown) {
        log.warn({ part: top.name, reason: toMusterError(thrown).message }, 'a part did not stop cleanly')
      }
    }
  }

  return {
    add: (name, stop) => void stops.push({ name, stop }),
    unwind: () => (unwinding ??= unwind()),
  }
}
