import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Muster } from '@muster/sdk'

/** How others on this machine find the Muster that serves a home. */
export interface HostRecord {
  readonly url: string
  readonly pid: number
  readonly token: string
}

const HEALTH_MS = 2_000
const fileIn = (home: string) => join(home, 'host.json')

/** Publishes a host, readable by its owner alone. */
export async function writeHostFile(home: string, record: HostRecord): Promise<void> {
  const draft = `${fileIn(home)}.${record.pid}`
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 })
  await rename(draft, fileIn(home))
}

/** Takes the record back, when it is still that of `pid`. */
export async function removeHostFile(home: string, pid: number): Promise<void> {
  if ((await readHostFile(home))?.pid === pid) await rm(fileIn(home), { force: true })
}

/** The recorded host, if it answers. */
export async function findHost(home: string): Promise<HostRecord | null> {
  const record = await readHostFile(home)
  if (record === null) return null
  try {
    await new Muster(record).health(AbortSignal.timeout(HEALTH_MS))
    return record
  } catch {
    return null
  }
}

async function readHostFile(home: string): Promise<HostRecord | null> {
  try {
    const record = JSON.parse(await readFile(fileIn(home), 'utf8')) as Partial<HostRecord>
    const { url, pid, token } = record
    return typeof url === 'string' && typeof pid === 'number' && typeof token === 'string'
      ? { url, pid, token }
      : null
  } catch {
    return null
  }
}
