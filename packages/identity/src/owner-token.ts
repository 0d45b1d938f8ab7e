import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeSecretFile } from './secret-file.ts'

/** The token of this machine's owner: made once, in a file of the home that its owner alone may read. */
export async function ownerToken(home: string): Promise<string> {
  const file = join(home, 'token')
  makeSecretFile(file, () => randomBytes(24).toString('base64url'))
  return (await readFile(file, 'utf8')).trim()
}
