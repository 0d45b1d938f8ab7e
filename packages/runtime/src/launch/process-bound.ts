import { existsSync } from 'node:fs'
import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bounds how many processes come of one; the kernel refuses those beyond. */
export interface ProcessBound {
  /** Puts a process and all that will come of it under a bound; answers how to take it away when they are gone. */
  set(pid: number, processes: number): Promise<() => Promise<void>>
}

/** Where the controller of processes may be: of its own in the first version of cgroups, with all others in the second. */
const ROOTS = ['/sys/fs/cgroup/pids', '/sys/fs/cgroup']
const NAME = 'muster'

/**
 * The bound for a worker of root, by cgroups: the limit that the gate sets does not hold for root. Null for any other
 * user, for whom it does, and where root has no cgroups: in a container, which has a bound of its own.
 */
export async function processBound(user: number, worker: number): Promise<ProcessBound | null> {
  const root = ROOTS.find((path) => existsSync(join(path, 'cgroup.procs')))
  if (user !== 0 || root === undefined) return null
  const group = join(root, NAME)
  let count = 0

  const set: ProcessBound['set'] = async (pid, processes) => {
    count += 1
    const own = join(group, `${worker}-${count}`)
    await mkdir(own)
    await writeFile(join(own, 'pids.max'), String(processes))
    await writeFile(join(own, 'cgroup.procs'), String(pid))
    return () => rmdir(own).catch(() => {})
  }
  try {
    await mkdir(group, { recursive: true })
    const shared = join(group, 'cgroup.subtree_control')
    if (existsSync(shared)) await writeFile(shared, '+pids')
    const trial = join(group, `${worker}-0`)
    await mkdir(trial)
    const works = existsSync(join(trial, 'pids.max'))
    await rmdir(trial)
    return works ? { set } : null
  } catch {
    return null
  }
}
