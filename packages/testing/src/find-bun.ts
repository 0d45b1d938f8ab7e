import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url))

/**
 * The program Bun that tests run, under the name `bun`: that of the development dependency, whether its install script ran or not, else one on
 * the PATH. Throws when there is none that starts here; a processor without AVX2 needs @oven/bun-linux-x64-baseline.
 */
export function findBun(): string {
  const builds = entries(join(MODULES, '@oven')).map((name) => join(MODULES, '@oven', name, 'bin', 'bun'))
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'bun'))
  const found = [...builds, join(MODULES, '.bin', 'bun'), ...onPath].find(
    (file) => spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0,
  )
  if (found === undefined) throw new Error('tests need Bun: run `npm install`, or put `bun` on the PATH')
  return found
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
