import { join } from 'node:path'
import { AGENT_PHASES_ORDERED, type Outcome } from '@muster/core'
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

/** Stores everything the agent made and everything Muster wrote of it, under one manifest. */
export async function packageArtifacts(run: PhaseRun): Promise<Outcome> {
  const { job, host, agent, workspace } = run
  const listing = await listFiles(workspace.artifacts, MAX_FILES, MAX_BYTES)
  const sources = [
    ...listing.files.map((path) => ({ path: `artifacts/${path}`, file: join(workspace.artifacts, path) })),
    ...AGENT_PHASES_ORDERED.slice(0, AGENT_PHASES_ORDERED.indexOf('PACKAGE')).map((phase) => ({
      path: `records/${phase}.json`,
      file: recordPath(workspace, phase),
    })),
    { path: 'log.jsonl', file: workspace.log },
  ]
  const files: Packed[] = []
  for (const { path, file } of sources) {
    run.signal.throwIfAborted()
    const stored = await host.artifacts.putFile(file).catch(() => null)
    if (stored !== null)
      files.push({ path, bytes: stored.bytes, sha256: stored.digest.slice('sha256:'.length) })
  }
  const made = files.filter(({ path }) => path.startsWith('artifacts/')).length
  const omitted = listing.omitted + listing.files.length - made
  const planned = await readRecord(workspace, 'PLAN')
  const executed = await readRecord(workspace, 'EXECUTE')
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
