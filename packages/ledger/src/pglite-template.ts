import { readFile, rename, writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'

const GZIP = 'application/x-gzip'

/** Made by the build for the PGlite this package names, and found from src and dist alike. */
export async function templateUrl(): Promise<URL> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  const { dependencies } = JSON.parse(manifest) as { dependencies: Readonly<Record<string, string>> }
  return new URL(`../dist/pglite-${dependencies['@electric-sql/pglite']}.tar.gz`, import.meta.url)
}

/** An empty database cluster to start from, several times faster than making one; null when the build made none. */
export async function readTemplate(): Promise<Blob | null> {
  try {
    return new Blob([await readFile(await templateUrl())], { type: GZIP })
  } catch {
    return null
  }
}

/** Makes the template, unless it is there. */
export async function writeTemplate(): Promise<void> {
  if ((await readTemplate()) !== null) return
  const client = await PGlite.create('memory://')
  const dump = await client.dumpDataDir('gzip')
  await client.close()
  const url = await templateUrl()
  const part = new URL(`${url.href}.${process.pid}`)
  await writeFile(part, new Uint8Array(await dump.arrayBuffer()))
  await rename(part, url)
}
