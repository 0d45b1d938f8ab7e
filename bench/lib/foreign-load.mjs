import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { readStats } from './usage.mjs'

const LOOK_MS = 1_000
/** Above this share of the machine in other hands, medians wander (measured: 10 %). */
export const QUIET = 0.1

/**
 * How much of the machine the processes of others take: a share of all its cores, from 0 to 1. Load from outside a
 * virtual machine cannot be seen.
 */
export async function createForeignLoad() {
  let before = await look()
  return {
    /** Since the last call, or since it was created. */
    async share() {
      const after = await look()
      const foreign = after.busy - before.busy - (after.own - before.own)
      const all = after.total - before.total
      before = after
      return all === 0 ? 0 : Math.max(0, foreign / all)
    },
  }
}

/** Waits until others leave the machine alone, but no longer than that. */
export async function untilQuiet(patienceMs) {
  const load = await createForeignLoad()
  for (let left = patienceMs; left > 0; left -= LOOK_MS) {
    await pause(LOOK_MS)
    if ((await load.share()) < QUIET) return
  }
}

/** Ticks since the machine started: of all cores, those they worked, those this process and its children worked. */
async function look() {
  const [line] = (await readFile('/proc/stat', 'utf8')).split('\n')
  const [user, nice, system, idle, wait, hard, soft, stolen] = line.trim().split(/\s+/).slice(1).map(Number)
  const busy = user + nice + system + hard + soft
  return { total: busy + idle + wait + stolen, busy, own: ownTicks(await readStats()) }
}

function ownTicks(stats) {
  const byId = new Map(stats.map((stat) => [stat.pid, stat]))
  const isOwn = (stat) => stat !== undefined && (stat.pid === process.pid || isOwn(byId.get(stat.parent)))
  return stats.filter(isOwn).reduce((sum, { ticks, endedTicks }) => sum + ticks + endedTicks, 0)
}
