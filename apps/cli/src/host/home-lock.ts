import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The right to serve a home: held by one process at a time. */
export interface HomeLock {
  /** Gives it back. Safe to call twice, and at exit. */
  release(): void
}

export type TakeLock =
  | { readonly taken: true; readonly lock: HomeLock }
  | { readonly taken: false; readonly pid: number }

/**
 * Tries to take the lock of a home; makes the home when it is missing.
 *
 * L1. The lock file appears whole, by a link, so nobody reads half of one.
 * L2. A lock whose process is gone is removed by whoever holds the file `host.lock.stale`, so two cannot both remove it.
 */
export async function takeHomeLock(home: string, pid: number = process.pid): Promise<TakeLock> {
  await mkdir(home, { recursive: true, mode: 0o700 })
  const file = join(home, 'host.lock')
  const mine = JSON.stringify({ pid, born: bornOf(pid) })
  const draft = `${file}.${pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, mine, { mode: 0o600 })
  try {
    if (await linked(draft, file)) return { taken: true, lock: lockOn(file, mine) }
    const holder = holderOf(await readFile(file, 'utf8').catch(() => ''))
    if (holder !== null && alive(holder)) return { taken: false, pid: holder.pid }
    await clearStale(file, draft)
    if (await linked(draft, file)) return { taken: true, lock: lockOn(file, mine) }
    return { taken: false, pid: holderOf(await readFile(file, 'utf8').catch(() => ''))?.pid ?? 0 }
  } finally {
    await rm(draft, { force: true })
  }
}

interface Holder {
  readonly pid: number
  readonly born: string | null
}

/** Removes the lock of a dead process, unless somebody else is at it. */
async function clearStale(file: string, draft: string): Promise<void> {
  const guard = `${file}.stale`
  if (!(await linked(draft, guard))) {
    const other = holderOf(await readFile(guard, 'utf8').catch(() => ''))
    if (other === null || !alive(other)) await rm(guard, { force: true })
    return
  }
  try {
    const holder = holderOf(await readFile(file, 'utf8').catch(() => ''))
    if (holder === null || !alive(holder)) await rm(file, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function lockOn(file: string, mine: string): HomeLock {
  return {
    release() {
      try {
        if (readFileSync(file, 'utf8') === mine) rmSync(file)
      } catch {
        // It is gone already.
      }
    },
  }
}

function holderOf(text: string): Holder | null {
  try {
    const { pid, born } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' ? { pid, born: born ?? null } : null
  } catch {
    return null
  }
}

function alive({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // Another process may have been given the number since.
  return born === null || born === bornOf(pid)
}

/** When a process began, as the kernel counts; null where it does not tell. */
function bornOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
