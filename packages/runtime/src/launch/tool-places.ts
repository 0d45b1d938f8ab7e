import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path'
import { isWithin } from './is-within.ts'

/** Directories whose neighbours hold what the programs in them need. */
const PROGRAMS = ['bin', 'sbin', 'shims']
const NEIGHBOURS = new Set([
  'bin',
  'include',
  'installs',
  'lib',
  'lib64',
  'libexec',
  'plugins',
  'sbin',
  'share',
  'shims',
  'tools',
  'version',
  'versions',
])

/**
 * What must be readable so that the programs on a PATH run: the directories themselves and, where one is called `bin`,
 * the libraries beside it. Never a home as a whole, nor what people keep in `~/.local/share`.
 */
export function toolPlaces(path: string, home: string): readonly string[] {
  const found = new Set<string>()
  for (const directory of path.split(delimiter)) {
    if (!isAbsolute(directory) || !existsSync(directory)) continue
    for (const each of new Set([directory, realpathSync(directory)]))
      for (const place of placesOf(each, home)) found.add(place)
  }
  return [...found].filter((place) => !isWithin(place, '/usr'))
}

/** What a program needs that is not on the PATH itself, by its file: links in a `bin` often lead elsewhere. */
export function placesOfProgram(file: string, home: string): readonly string[] {
  return toolPlaces(dirname(realpathSync(file)), home)
}

function placesOf(directory: string, home: string): readonly string[] {
  if (isWithin(home, directory)) return []
  // What npm installs: its programs are links to the packages beside them.
  if (basename(directory) === '.bin') return [dirname(directory)]
  if (!PROGRAMS.includes(basename(directory))) return [directory]
  const prefix = dirname(directory)
  if (isWithin(home, prefix)) return [directory]
  const names = readdirSync(prefix).filter((name) => NEIGHBOURS.has(name))
  const kept = dirname(prefix) === home ? names.filter((name) => name !== 'share') : names
  return kept.map((name) => join(prefix, name))
}
