import { readdirSync, readFileSync } from 'node:fs'
import { readStat } from './process-id.ts'

/** What a process and all that came of it take. */
export interface Usage {
  /** Threads count: the kernel schedules them as it does processes. */
  readonly processes: number
  /** Memory in use. What processes share is counted once for each of them, so that it may be too much. */
  readonly residentBytes: number
  readonly pids: readonly number[]
}

const PAGE_BYTES = 4096

/** What is taken by each of the processes with their descendants, from one look at all of the machine. */
export function readUsage(roots: readonly number[]): ReadonlyMap<number, Usage> {
  const children = new Map<number, number[]>()
  const own = new Map<number, { readonly threads: number; readonly bytes: number }>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? readStat(pid) : null
    if (stat === null) continue
    own.set(pid, { threads: stat.threads, bytes: stat.pages * PAGE_BYTES })
    const siblings = children.get(stat.parent)
    if (siblings === undefined) children.set(stat.parent, [pid])
    else siblings.push(pid)
  }
  return new Map(roots.map((root) => [root, usageOf(root, children, own)]))
}

function usageOf(
  root: number,
  children: ReadonlyMap<number, readonly number[]>,
  own: ReadonlyMap<number, { readonly threads: number; readonly bytes: number }>,
): Usage {
  const pids = [root]
  let processes = 0
  let residentBytes = 0
  // The list grows while it is walked.
  for (const pid of pids) {
    processes += own.get(pid)?.threads ?? 0
    residentBytes += own.get(pid)?.bytes ?? 0
    pids.push(...(children.get(pid) ?? []))
  }
  return { processes, residentBytes, pids }
}

/** The same memory with what is shared divided among those who share it; slower to tell. */
export function proportionalBytes({ pids, residentBytes }: Usage): number {
  let sum = 0
  for (const pid of pids) {
    try {
      sum +=
        1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0)
    } catch (error) {
      // Gone meanwhile; or it forbids the look, and is taken at its worst.
      if (
        (error as NodeJS.ErrnoException).code !== 'ENOENT' &&
        (error as NodeJS.ErrnoException).code !== 'ESRCH'
      )
        return residentBytes
    }
  }
  return sum
}
