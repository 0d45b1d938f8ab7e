import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { MusterError } from '@muster/core'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
}

/** The bytes of a file. Throws MUSTER_FILE_UNREADABLE. */
export async function readBytes(cwd: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, file))
  } catch (thrown) {
    throw unreadable(file, thrown)
  }
}

/** The error for a file that could not be read. */
export function unreadable(file: string, thrown: unknown): MusterError {
  const { code = '', message } = thrown as NodeJS.ErrnoException
  return new MusterError('MUSTER_FILE_UNREADABLE', { file, reason: REASONS[code] ?? message })
}
