import type { Log } from '@muster/core'
import { pino } from 'pino'

export interface LoggerOptions {
  /** Which process speaks: `worker`, `planner`. */
  readonly name: string
  /** `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`. */
  readonly level: string
  /** Where lines go; standard error when absent, so that standard output stays the command's answer. */
  readonly destination?: { write(line: string): void }
}

/** A log of one JSON object per line. Throws a RangeError when the level is none of the above. */
export function createLogger(options: LoggerOptions): Log {
  if (options.level !== 'silent' && !(options.level in pino.levels.values))
    throw new RangeError(`there is no log level ${options.level}`)
  const destination = options.destination ?? pino.destination({ fd: 2, sync: true })
  return pino({ name: options.name, level: options.level }, destination)
}
