import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A server program that can be started. */
export interface FoundServer {
  readonly name: string
  readonly kind: 'redis' | 'dragonfly'
  readonly command: string
  /** Where its libraries lie, when the system does not have them. */
  readonly libraries: readonly string[]
}

const PROGRAMS = [
  { name: 'dragonfly', kind: 'dragonfly' },
  { name: 'valkey-server', kind: 'redis' },
  { name: 'redis-server', kind: 'redis' },
] as const

/** The first of dragonfly, valkey-server and redis-server on a PATH, or null. */
export function findOnPath(path: string): FoundServer | null {
  for (const { name, kind } of PROGRAMS)
    for (const folder of path.split(delimiter)) {
      const command = join(folder, name)
      if (folder !== '' && isExecutable(command)) return { name, kind, command, libraries: [] }
    }
  return null
}

/** Whether this file can be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
