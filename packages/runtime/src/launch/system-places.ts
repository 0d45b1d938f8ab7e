import { lstatSync, readlinkSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '@muster/core'

/** Where Linux distributions keep programs and what those are linked with. */
const PROGRAMS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store', '/gnu/store']

/** What programs need of the machine's configuration; the rest may hold secrets. */
const CONFIGURATION = [
  'alternatives',
  'debian_version',
  'hosts',
  'java',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'magic',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'protocols',
  'python3',
  'services',
  'ssl/openssl.cnf',
  'timezone',
]

/** Shown as they are at the time, to those who may use the network. */
const NETWORK = ['/etc/resolv.conf', '/etc/ssl/certs', '/etc/pki']

/** A directory or file of the machine, where it is shown, and where its link leads when it is one. */
interface SystemPlace {
  readonly path: string
  readonly source: string
  readonly link: string | null
}

export interface SystemPlaces {
  readonly always: readonly SystemPlace[]
  readonly network: readonly SystemPlace[]
}

/** Whom the programs in a sandbox run as, by the numbers. */
export interface User {
  readonly uid: number
  readonly gid: number
}

/** What sandboxes show of the machine, read-only. `cache` is a directory in which a copy of its configuration is kept. */
export async function systemPlaces(cache: string, user: User): Promise<SystemPlaces> {
  const etc = await copyConfiguration(cache, user)
  return {
    always: [...PROGRAMS.flatMap(placeOf), { path: '/etc', source: etc, link: null }],
    network: NETWORK.flatMap(placeOf),
  }
}

function placeOf(path: string): readonly SystemPlace[] {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return []
  // Only the links of the root are kept as links: what others lead to need not be there.
  const link = found.isSymbolicLink() && PROGRAMS.includes(path) ? readlinkSync(path) : null
  return [{ path, source: path, link }]
}

/** One mount of a copy takes a sandbox less time to set up than twenty of the files. Its name tells what it is a copy of. */
async function copyConfiguration(cache: string, user: User): Promise<string> {
  const states = CONFIGURATION.map((name) => {
    const found = lstatSync(`/etc/${name}`, { throwIfNoEntry: false })
    return { name, changed: found?.mtimeMs ?? null }
  })
  const target = join(cache, `etc-${sha256(JSON.stringify({ states, user })).slice(0, 16)}`)
  if (await isThere(target)) return target
  await mkdir(cache, { recursive: true, mode: 0o700 })
  const copy = await mkdtemp(join(cache, 'etc-new-'))
  for (const { name, changed } of states) {
    if (changed === null) continue
    await mkdir(dirname(join(copy, name)), { recursive: true })
    await cp(`/etc/${name}`, join(copy, name), { recursive: true, verbatimSymlinks: true })
  }
  // A user with a home that can be written to, whoever else this machine knows.
  await writeFile(
    join(copy, 'passwd'),
    `muster:x:${user.uid}:${user.gid}::/tmp:/bin/sh\nroot:x:0:0::/:/bin/sh\n`,
  )
  await writeFile(join(copy, 'group'), `muster:x:${user.gid}:\nroot:x:0:\n`)
  // Somewhere to mount what is shown as it is.
  for (const path of NETWORK) {
    const point = join(copy, path.slice('/etc'.length))
    const found = await stat(path).catch(() => null)
    if (found?.isDirectory()) await mkdir(point, { recursive: true })
    else if (found !== null) await writeFile(point, '')
  }
  await rename(copy, target).catch(() => rm(copy, { recursive: true, force: true }))
  return target
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
