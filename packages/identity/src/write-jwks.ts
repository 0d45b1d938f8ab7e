import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Jwks } from './signing-key.ts'

/** Puts public keys into a file, whole: for the workers that share its directory. */
export async function writeJwks(file: string, jwks: Jwks): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(jwks), { mode: 0o644 })
  await rename(draft, file)
}
