import { readdir, readFile } from 'node:fs/promises'

/** Milliseconds in a tick of /proc: the kernel shows 100 of them a second to every program. */
const TICK_MS = 10

/** Milliseconds of CPU that a process has used, with its children: those that live and those that ended. */
export async function treeCpuMs(pid) {
  const own = (await readStats()).filter((stat) => stat.pid === pid || stat.parent === pid)
  return own.reduce((sum, { ticks, endedTicks }) => sum + ticks + endedTicks, 0) * TICK_MS
}

/** Milliseconds of CPU that this process has used. */
export function ownCpuMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Every process: its id, its parent's, the ticks it worked and those of its children that ended. */
export async function readStats() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return (await Promise.all(ids.map(readStat))).filter((stat) => stat !== null)
}

/** See proc(5): its name may hold spaces, so fields are counted from the bracket behind it. */
async function readStat(id) {
  const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [, parent] = fields
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number)
  return {
    pid: Number(id),
    parent: Number(parent),
    ticks: user + system,
    endedTicks: endedUser + endedSystem,
  }
}

/** Milliseconds of CPU that `work` cost each of these, by name; `readers` answer what was used so far. */
export async function measureCpu(readers, work) {
  const names = Object.keys(readers)
  const read = () => Promise.all(names.map((name) => readers[name]()))
  const before = await read()
  const answer = await work()
  const after = await read()
  return { answer, cpu: Object.fromEntries(names.map((name, index) => [name, after[index] - before[index]])) }
}
