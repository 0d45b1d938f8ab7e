import { join } from 'node:path'
import { AGENT_PHASES_ORDERED, type Outcome } from '@muster/core'
import { effectLogPath } from '../effects/effect-log.ts'
import { listFiles } from '../list-files.ts'
import { type PhaseRun, succeeded } from '../phase-run.ts'
import { readRecord, recordPath } from '../record.ts'

const MAX_FILES = 10_000
const MAX_BYTES = 1024 * 1024 * 1024

interface Packed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Files stored at once: as many as Node reads at a time. */
const AT_ONCE = 4

interface Source {
  readonly path: string
  readonly file: string
}

/** Stores a file; null when there is none that can be read. */
async function pack(run: PhaseRun, { path, file }: Source): Promise<Packed | null> {
  const stored = await run.host.artifacts.putFile(file).catch(() => null)
  if (stored === null) return null
  return { path, bytes: stored.bytes, sha256: stored.digest.slice('sha256:'.length) }
}

/** Stores everything the agent made and everything Muster wrote of it, under one manifest. */
export async function packageArtifacts(run: PhaseRun): Promise<Outcome> {
  const { job, host, agent, workspace } = run
  const listing = await listFiles(workspace.artifacts, MAX_FILES, MAX_BYTES)
  const sources: readonly Source[] = [
    ...listing.files.map((path) => ({ path: `artifacts/${path}`, file: join(workspace.artifacts, path) })),
    ...AGENT_PHASES_ORDERED.slice(0, AGENT_PHASES_ORDERED.indexOf('PACKAGE')).map((phase) => ({
      path: `records/${phase}.json`,
      file: recordPath(workspace, phase),
    })),
    { path: 'log.jsonl', file: workspace.log },
    { path: 'effects.jsonl', file: effectLogPath(workspace) },
  ]
  const files: Packed[] = []
  for (let from = 0; from < sources.length; from += AT_ONCE) {
    run.signal.throwIfAborted()
    const packed = await Promise.all(sources.slice(from, from + AT_ONCE).map((one) => pack(run, one)))
    files.push(...packed.filter((one) => one !== null))
  }
  const made = files.filter(({ path }) => path.startsWith('artifacts/')).length
  const omitted = listing.omitted + listing.files.length - made
  const [planned, executed] = await Promise.all([
    readRecord(workspace, 'PLAN'),
    readRecord(workspace, 'EXECUTE'),
  ])
  const manifest = await host.artifacts.put(
    JSON.stringify({
      v: 1,
      agent,
      run: job.run,
      stage: job.stage,
      brief: job.brief,
      planDigest: planned?.data['planDigest'] ?? null,
      ending: job.ending,
      outputs: executed?.outputs ?? {},
      files,
      omitted,
    }),
  )
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return succeeded({ manifest, files: files.length, artifacts: made, bytes, omitted })
}
