import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const FOLDER = new URL('../peers/', import.meta.url)

/** Installs what Muster is measured beside as bench/peers/package-lock.json has it, unless it is installed. */
export async function installPeers() {
  const wanted = await versions()
  const found = await Promise.all(Object.keys(wanted).map(installedVersion))
  if (Object.values(wanted).every((version, index) => version === found[index])) return wanted
  console.log('installing what Muster is measured beside (bench/peers)')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  await promisify(execFile)('npm', args, { cwd: fileURLToPath(FOLDER) })
  return wanted
}

async function versions() {
  return JSON.parse(await readFile(new URL('package.json', FOLDER), 'utf8')).dependencies
}

async function installedVersion(name) {
  const manifest = new URL(`node_modules/${name}/package.json`, FOLDER)
  return readFile(manifest, 'utf8').then(
    (text) => JSON.parse(text).version,
    () => null,
  )
}
