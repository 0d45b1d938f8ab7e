import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one that was given the same number. */
export interface ProcessId {
  readonly pid: number
  /** When it started, in ticks since the machine did. */
  readonly start: string
}

/** What /proc tells of a process. */
export interface ProcessStat {
  readonly parent: number
  readonly threads: number
  readonly start: string
  /** Memory pages of it that are in use, those it shares with others included. */
  readonly pages: number
}

/** Null when there is none, or nothing of it but its exit code. */
export function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name, in brackets, may hold anything.
    const [state = 'Z', parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return null
    return {
      parent: Number(parent),
      threads: Number(rest[15]),
      start: rest[17] ?? '',
      pages: Number(rest[19]),
    }
  } catch {
    return null
  }
}

export function identify(pid: number): ProcessId | null {
  const stat = readStat(pid)
  return stat === null ? null : { pid, start: stat.start }
}

export function isAlive({ pid, start }: ProcessId): boolean {
  return readStat(pid)?.start === start
}

/** Kills a process, or nothing when its number has gone to another. Answers whether it was there. */
export function killProcess(process_: ProcessId): boolean {
  if (!isAlive(process_)) return false
  try {
    return process.kill(process_.pid, 'SIGKILL')
  } catch {
    return false
  }
}
