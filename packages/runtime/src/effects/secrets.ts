import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The secrets of a worker: only its host ever has their values. */
export interface Secrets {
  /** Null when there is none of the name, or it cannot be used. */
  read(name: string): Promise<string | null>
}

/** A value that is shorter could stand in any text by chance: it could not be taken out of what is told. */
const MIN_LENGTH = 8
const MAX_BYTES = 16 * 1024

/** Secrets as files of a directory, by name, as Docker and Kubernetes mount them; read anew each time. None without one. */
export function createSecrets(directory: string | null): Secrets {
  return {
    async read(name) {
      if (directory === null) return null
      const text = await readFile(join(directory, name), 'utf8').catch(() => null)
      const value = text?.replace(/\r?\n$/, '') ?? ''
      return value.length < MIN_LENGTH || value.length > MAX_BYTES || value.includes('\0') ? null : value
    },
  }
}
