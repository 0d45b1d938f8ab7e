/** Waits until something changed, or for so long. */
export interface Wake {
  /** Resolves when a change came since the last wait, after `ms`, or when the signal aborts. */
  wait(ms: number): Promise<void>
  close(): void
}

/** A wake by the changes that `mine` accepts. Nothing that comes between two waits is missed. */
export function createWake<Change>(
  changes: (listener: (change: Change) => void) => () => void,
  mine: (change: Change) => boolean,
  signal: AbortSignal,
): Wake {
  let woken = false
  let resume: (() => void) | null = null
  const wake = () => {
    woken = true
    resume?.()
  }
  const unlisten = changes((change) => {
    if (mine(change)) wake()
  })
  signal.addEventListener('abort', wake, { once: true })
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          resume = null
          woken = false
          resolve()
        }
        const timer = setTimeout(done, ms)
        resume = done
        if (woken || signal.aborted) done()
      }),
    close: () => {
      unlisten()
      signal.removeEventListener('abort', wake)
    },
  }
}
