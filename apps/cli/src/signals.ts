import { EXIT } from '@muster/core'

/** Ctrl-C and SIGTERM, as something to wait on. */
export interface Interrupt {
  /** Aborts at the first signal; the second one ends the process at once. */
  readonly signal: AbortSignal
  /** The exit code that the signal asks for. */
  code(): number
  /** Leaves signals to their default again. */
  close(): void
}

/** Listens for signals until closed. */
export function listenForSignals(): Interrupt {
  const controller = new AbortController()
  let code: number = EXIT.interrupted
  const hear = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(code)
    code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated
    controller.abort()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, hear)
  return {
    signal: controller.signal,
    code: () => code,
    close: () => {
      for (const signal of signals) process.removeListener(signal, hear)
    },
  }
}
