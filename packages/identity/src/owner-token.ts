import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The token of this machine's owner: made once, in a file of the home that its owner alone may read. It appears whole, so
 * that two who start at once share it.
 */
export async function ownerToken(home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'token')
  const draft = `${file}.${process.pid}`
  await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 })
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return (await readFile(file, 'utf8')).trim()
}
