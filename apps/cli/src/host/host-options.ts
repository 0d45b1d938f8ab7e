import type { Log } from '@muster/core'

/** How to start a Muster on this machine. */
export interface HostOptions {
  readonly home: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The name of the local owner. */
  readonly owner: string
  readonly version: string
  /** 0 starts none: then nobody is told of this host, since it cannot carry a run to its end. */
  readonly workers: number
  /** Agents each worker runs at a time. */
  readonly concurrency: number
  /** 0 takes a free port. */
  readonly port: number
  readonly log: Log
  /** Hears of work that takes longer than a second. */
  readonly onProgress: (text: string) => void
}
