import {
  type Artifacts,
  type Checkpoint,
  type CheckpointView,
  type FactOf,
  judgeResume,
  type Ledger,
  MusterError,
  foldEntries,
  resumePoints,
  type WorkPhase,
} from '@muster/core'
import { readEntries } from './read-entries.ts'

/** Documents read at once. */
const AT_ONCE = 8

/** The checkpoints of a run, or of one of its stages, oldest first: those that the ledger names, kept or not. */
export async function listCheckpoints(
  ledger: Pick<Ledger, 'entries' | 'graph'>,
  artifacts: Artifacts,
  of: { readonly run: string; readonly stage: string | null },
): Promise<readonly CheckpointView[]> {
  const { run, stage } = of
  const [graph, entries] = await Promise.all([ledger.graph(run), readEntries(ledger, run)])
  const points = resumePoints(run, graph, entries)
  const state = foldEntries(run, graph, entries)
  const settled = entries.flatMap(({ cause }) =>
    cause.kind === 'attempt.settled' && (stage === null || cause.stage === stage) ? [cause] : [],
  )

  const view = async (fact: FactOf<'attempt.settled'>): Promise<CheckpointView | null> => {
    const digest = fact.outcome.checkpoint
    if (digest === undefined) return null
    const checkpoint = await readCheckpoint(artifacts, run, digest)
    const counts = points.get(fact.stage)?.get(fact.phase)?.checkpoint === digest
    const { phase, attempt, fence, worker, outcome } = fact
    return {
      digest,
      stage: fact.stage,
      phase,
      attempt,
      fence,
      worker,
      at: fact.finishedAt,
      outcome: outcome.kind,
      resumable: counts && checkpoint !== null && judgeResume(state, fact.stage) === null,
      holds: checkpoint === null ? null : holdsOf(checkpoint),
    }
  }

  const views: CheckpointView[] = []
  for (let from = 0; from < settled.length; from += AT_ONCE)
    views.push(
      ...(await Promise.all(settled.slice(from, from + AT_ONCE).map(view))).filter((one) => one !== null),
    )
  return views
}

function holdsOf(checkpoint: Checkpoint): CheckpointView['holds'] {
  const { workspace, planDigest, outputs, records, saved, previous } = checkpoint
  return {
    workspace,
    planDigest,
    outputs: Object.keys(outputs),
    records: Object.keys(records) as WorkPhase[],
    saved: saved !== null,
    previous,
  }
}

/** A checkpoint whose workspace could be put back, or null when it is no longer kept. */
export async function readCheckpoint(
  artifacts: Artifacts,
  run: string,
  digest: string,
): Promise<Checkpoint | null> {
  const shelf = artifacts.shelf(run)
  try {
    const checkpoint = JSON.parse(Buffer.from(await shelf.get(digest)).toString('utf8')) as Checkpoint
    await shelf.get(checkpoint.workspace.tree)
    return checkpoint
  } catch (error) {
    if (error instanceof MusterError && error.code === 'MUSTER_ARTIFACT_MISSING') return null
    throw error
  }
}
