// Tells Docker whether a process of Muster is at work: the dashboard by asking it, planner and worker by the age of
// the file that they touch after each successful round with their stores.
import { stat } from 'node:fs/promises'

const FRESH_MS = 30_000

async function healthy(process_) {
  if (process_ === 'dashboard') {
    const answer = await fetch(`http://127.0.0.1:${process.env.MUSTER_PORT ?? 4680}/api/health`)
    return answer.ok
  }
  const { mtimeMs } = await stat(process.env.MUSTER_HEALTH_FILE ?? '/tmp/muster-alive')
  return Date.now() - mtimeMs < FRESH_MS
}

process.exitCode = (await healthy(process.argv[2]).catch(() => false)) ? 0 : 1
