import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = new URL('../../', import.meta.url).pathname
const run = promisify(execFile)

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true }>>
}

/**
 * A directory with what the image holds, and nothing of what it does not: the directories that the Dockerfile copies, as
 * they are built, and of node_modules what `npm prune --omit=dev` leaves, as the lock file says. It is outside this repository,
 * so that nothing is found by looking further up. Without Docker there is no image to start.
 */
export async function makeProductionTree(): Promise<{
  readonly directory: string
  remove(): Promise<void>
}> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-image-'))
  const [dockerfile, lock] = await Promise.all([
    readFile(join(ROOT, 'Dockerfile'), 'utf8'),
    readFile(join(ROOT, 'package-lock.json'), 'utf8'),
  ])
  const places = Object.entries((JSON.parse(lock) as Lock).packages)
  const isIn = (path: string): boolean => path.lastIndexOf('node_modules/') === 0
  const kept = places.filter(([path, { dev }]) => isIn(path) && dev !== true).map(([path]) => path)
  const omitted = places.filter(([path, { dev }]) => !isIn(path) && dev === true).map(([path]) => path)
  // What is for other machines is in the lock file, and nowhere else.
  const wanted = [...copiedBy(dockerfile), ...kept.filter((path) => existsSync(join(ROOT, path)))]
  for (const parent of new Set(wanted.map(dirname))) {
    await mkdir(join(directory, parent), { recursive: true })
    const here = wanted.filter((path) => dirname(path) === parent)
    await run('cp', ['-a', '--reflink=auto', '-t', join(directory, parent), ...here], { cwd: ROOT })
  }
  await Promise.all(omitted.map((path) => rm(join(directory, path), { recursive: true, force: true })))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** What the lines of a Dockerfile copy from where it is: `COPY a b there`. */
function copiedBy(dockerfile: string): readonly string[] {
  const lines = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)]
  return lines.flatMap(([, paths = '']) => paths.split(' ').slice(0, -1))
}
