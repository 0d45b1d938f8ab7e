import { isWithin } from './is-within.ts'
import type { Launch, Place } from './launcher.ts'
import type { SystemPlaces, User } from './system-places.ts'

/** What a sandbox is made of beside its walls. */
export interface Ground {
  readonly system: SystemPlaces
  /** Read-only directories that the programs on the PATH need. */
  readonly tools: readonly string[]
  /** Whether bubblewrap can forbid further user namespaces. */
  readonly forbidsNamespaces: boolean
  readonly user: User
}

/** Of /tmp and of shared memory, which both are memory. */
const MAX_TMP_BYTES = 64 * 1024 * 1024

/**
 * The options of bubblewrap for one program.
 *
 * B1. All is denied that is not mounted: the root is an empty, read-only file system of its own.
 * B2. Mounts go from the shallowest path to the deepest, so that the deepest place that holds a path counts; of what is
 *     said of one path, the last.
 */
export function bubblewrapArgs({ cwd, env, walls }: Launch, ground: Ground): readonly string[] {
  const { system, tools, user, forbidsNamespaces } = ground
  const mounts = new Map<string, readonly string[]>()
  for (const { path, source, link } of [
    ...system.always,
    ...(walls.network === 'host' ? system.network : []),
  ])
    mounts.set(path, link === null ? ['--ro-bind', source, path] : ['--symlink', link, path])
  for (const path of tools) mounts.set(path, ['--ro-bind', path, path])
  mounts.set('/dev', ['--dev', '/dev'])
  mounts.set('/dev/shm', sized('/dev/shm'))
  mounts.set('/proc', ['--proc', '/proc'])
  mounts.set('/tmp', sized('/tmp'))

  const places = new Map(walls.places.map((place) => [place.path, place]))
  const hidden = walls.places.filter(
    (place) => places.get(place.path) === place && isHidden(place, walls.places, tools),
  )
  for (const { path, access } of places.values())
    if (access === 'none') mounts.delete(path)
    else mounts.set(path, [access === 'read' ? '--ro-bind' : '--bind', path, path])
  for (const { path } of hidden) mounts.set(path, ['--tmpfs', path])

  const ordered = [...mounts].sort(([one], [other]) => depthOf(one) - depthOf(other))
  return [
    '--unshare-all',
    '--unshare-user',
    ...option('--uid', user.uid),
    ...option('--gid', user.gid),
    ...(walls.network === 'host' ? ['--share-net'] : []),
    ...(forbidsNamespaces ? ['--disable-userns'] : []),
    ...option('--hostname', 'muster'),
    ...option('--cap-drop', 'ALL'),
    '--die-with-parent',
    '--new-session',
    ...ordered.flatMap(([, args]) => args),
    ...['/dev', '/', ...hidden.map(({ path }) => path)].flatMap((path) => option('--remount-ro', path)),
    ...option('--chdir', cwd),
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
  ]
}

function option(name: string, value: string | number): readonly string[] {
  return [name, String(value)]
}

function sized(path: string): readonly string[] {
  return ['--perms', '1777', '--size', String(MAX_TMP_BYTES), '--tmpfs', path]
}

/** Whether a place must be covered: something would show of it, which else is not there anyway. */
function isHidden({ path, access }: Place, places: readonly Place[], tools: readonly string[]): boolean {
  const shown = [
    ...places.filter(({ access }) => access !== 'none').map((place) => place.path),
    ...tools,
    '/usr',
  ]
  return access === 'none' && shown.some((other) => isWithin(path, other))
}

function depthOf(path: string): number {
  return path === '/' ? 0 : path.split('/').length
}
