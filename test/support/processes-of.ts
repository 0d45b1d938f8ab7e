import { readdirSync, readFileSync } from 'node:fs'

/** The processes that belong to a Muster home: whose arguments or environment name its directory. */
export function processesOf(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => ['cmdline', 'environ'].some((file) => read(`/proc/${pid}/${file}`).includes(home)))
    .map(Number)
}

/** The programs of agents whose workspaces are below a directory, or of one of them. */
export function agentsOf(directory: string, agent = ''): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const environment = read(`/proc/${pid}/environ`)
      return (
        environment.includes(`TMPDIR=${directory}/`) &&
        (agent === '' || environment.includes(`/${agent}/tmp\0`))
      )
    })
    .map(Number)
}

/** Whether a process is there, and more than what is left of one until its parent has asked how it ended. */
export function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`)
  return stat !== '' && !/^\d+ \(.*\) Z/s.test(stat)
}

/** Kills them all at once, and waits until none is left; answers how many there were. */
export async function killAll(home: string): Promise<number> {
  const pids = processesOf(home)
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself, because another one was killed.
    }
  }
  while (processesOf(home).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  return pids.length
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
