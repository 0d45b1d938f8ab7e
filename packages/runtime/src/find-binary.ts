import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

/** The path of an executable file by name on a PATH, or by absolute path; null when there is none. */
export async function findBinary(name: string, path: string): Promise<string | null> {
  const candidates = isAbsolute(name)
    ? [name]
    : path.split(delimiter).flatMap((directory) => (isAbsolute(directory) ? [join(directory, name)] : []))
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate
  return null
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
