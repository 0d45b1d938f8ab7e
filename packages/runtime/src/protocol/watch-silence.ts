/** Listens for an agent that works at a phase. */
export interface Watch {
  /** Says that something came of it: any byte is a sign of life. */
  heard(): void
  stop(): void
  /** Resolves when it said nothing after it was asked. */
  readonly silent: Promise<void>
}

export interface WatchOptions {
  /** How long it may say nothing before it is asked, in milliseconds. */
  readonly quietMs: number
  /** How long it may say nothing after that. */
  readonly answerMs: number
  /** Milliseconds that never go back. */
  readonly now: () => number
  /** Asks it for a sign of life. */
  readonly ask: () => void
}

export function watchSilence({ quietMs, answerMs, now, ask }: WatchOptions): Watch {
  let heardAt = now()
  let askedAt: number | null = null
  let timer: NodeJS.Timeout | undefined
  let end = (): void => {}
  const silent = new Promise<void>((resolve) => {
    end = resolve
  })

  const look = (): void => {
    if (askedAt !== null && heardAt <= askedAt) return end()
    askedAt = null
    const quiet = now() - heardAt
    if (quiet < quietMs) return wait(quietMs - quiet)
    askedAt = now()
    ask()
    wait(answerMs)
  }
  /** A host that was not run for a while has timers to serve before it reads: it judges once it has read. */
  const wait = (ms: number): void => {
    timer = setTimeout(() => setImmediate(() => timer !== undefined && look()), ms)
  }
  wait(quietMs)

  return {
    heard() {
      heardAt = now()
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
    silent,
  }
}
