import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bounds how many processes come of one; the kernel refuses those beyond. */
export interface ProcessBound {
  /**
   * Puts a process into a group of its own, with all that will come of it. The kernel takes its time to move a process,
   * some ten milliseconds: not for a process that somebody waits for.
   */
  enclose(pid: number): Promise<Enclosure>
}

export interface Enclosure {
  /** From now on there are at most so many. */
  limit(processes: number): void
  /** Takes the group away, once nobody is left in it. */
  remove(): Promise<void>
}

/** Where the controller of processes may be: of its own in the first version of cgroups, with all others in the second. */
const ROOTS = ['/sys/fs/cgroup/pids', '/sys/fs/cgroup']
const NAME = 'muster'

/**
 * The bound for a worker of root, by cgroups: the limit that the gate sets does not hold for root. Null for any other
 * user, for whom it does, and where root has no cgroups: in a container, which has a bound of its own.
 */
export function processBound(user: number, worker: number): ProcessBound | null {
  const root = ROOTS.find((path) => existsSync(join(path, 'cgroup.procs')))
  if (user !== 0 || root === undefined) return null
  const groups = join(root, NAME)
  let count = 0

  try {
    mkdirSync(groups, { recursive: true })
    const shared = join(groups, 'cgroup.subtree_control')
    if (existsSync(shared)) writeFileSync(shared, '+pids')
    const trial = join(groups, `${worker}-0`)
    mkdirSync(trial)
    const works = existsSync(join(trial, 'pids.max'))
    rmdirSync(trial)
    if (!works) return null
  } catch {
    return null
  }
  removeAbandoned(groups)
  return {
    async enclose(pid) {
      count += 1
      const own = join(groups, `${worker}-${count}`)
      mkdirSync(own)
      await writeFile(join(own, 'cgroup.procs'), String(pid))
      return {
        limit: (processes) => writeFileSync(join(own, 'pids.max'), String(processes)),
        remove: () => rmdir(own).catch(() => {}),
      }
    },
  }
}

/** What workers left that were killed. */
function removeAbandoned(groups: string): void {
  for (const name of readdirSync(groups)) {
    const worker = /^(\d+)-\d+$/.exec(name)?.[1]
    if (worker === undefined || existsSync(`/proc/${worker}`)) continue
    try {
      rmdirSync(join(groups, name))
    } catch {
      // Somebody is left in it, or another worker was faster.
    }
  }
}
