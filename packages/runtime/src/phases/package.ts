import { AGENT_PHASES_ORDERED, type Held, type Outcome } from '@muster/core'
import { keepFiles, keepJournals } from '../checkpoint/keep-files.ts'
import { scanWorkspace } from '../checkpoint/scan.ts'
import { BOUNDS } from '../checkpoint/tree.ts'
import { type PhaseRun, succeeded } from '../phase-run.ts'
import { readRecord } from '../record.ts'

interface Packed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Names everything the agent made and everything Muster wrote of it in one manifest; what no checkpoint stored, it stores. */
export async function packageArtifacts(run: PhaseRun): Promise<Outcome> {
  const { job, host, agent, workspace, entered, stores } = run
  const { place } = entered
  const [scan, journals, begun, planned, executed] = await Promise.all([
    scanWorkspace(workspace.root, BOUNDS, ['artifacts', 'staged']),
    keepJournals(workspace, place, host.artifacts),
    readRecord(run, 'BOOTSTRAP'),
    readRecord(run, 'PLAN'),
    readRecord(run, 'EXECUTE'),
  ])
  const { entries, unread } = await keepFiles(workspace, scan, place, stores)
  // What the host took for the agent counts before what it left under the same name.
  const named = entries.flatMap((entry) =>
    entry.kind === 'file' ? [packed(entry.path.replace(/^staged\//, 'artifacts/'), entry)] : [],
  )
  const made = [...new Map(named.map((one) => [one.path, one])).values()]
  const recorded = AGENT_PHASES_ORDERED.slice(0, AGENT_PHASES_ORDERED.indexOf('PACKAGE')).flatMap((phase) => {
    const held = place?.checkpoint.records[phase]
    return held === undefined ? [] : [packed(`records/${phase}.json`, held)]
  })
  const files = [...made, ...recorded, ...Object.entries(journals).map(([name, held]) => packed(name, held))]
  const links = entries.filter(({ kind }) => kind === 'link').length
  const omitted = scan.omitted + unread.length + links
  const manifest = await host.artifacts.put(
    JSON.stringify({
      v: 1,
      agent,
      run: job.run,
      stage: job.stage,
      brief: job.brief,
      sandbox: begun?.data['sandbox'] ?? null,
      planDigest: planned?.data['planDigest'] ?? null,
      ending: job.ending,
      outputs: executed?.outputs ?? {},
      files,
      omitted,
    }),
  )
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return succeeded({ manifest, files: files.length, artifacts: made.length, bytes, omitted })
}

function packed(path: string, { digest, bytes }: Held): Packed {
  return { path, bytes, sha256: digest.slice('sha256:'.length) }
}
