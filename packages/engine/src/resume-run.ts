import {
  type Actor,
  foldEntries,
  judgeResume,
  MusterError,
  resumePoints,
  startRequest,
  type WorkPhase,
} from '@muster/core'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import { readCheckpoint } from './checkpoints.ts'
import { projectRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import { readEntries } from './read-entries.ts'
import { requireRun } from './require-run.ts'

export interface Resumption {
  readonly tenant: string
  readonly run: string
  readonly by: Actor
  readonly stage: string
  /** The phase whose checkpoint the stage goes on from. */
  readonly phase: WorkPhase
}

/**
 * Starts an ended run again: one stage from a checkpoint, what depends on it and what did not succeed anew. Throws
 * MUSTER_RUN_NOT_FOUND, MUSTER_RUN_TRIMMED, MUSTER_STAGE_NOT_FOUND, MUSTER_CHECKPOINT_NOT_FOUND,
 * MUSTER_CHECKPOINT_GONE, MUSTER_RUN_NOT_RESUMABLE, MUSTER_PROJECT_REVOKED, MUSTER_POLICY_DENIED.
 */
export async function resumeRun(
  { ledger, artifacts, policy }: Pick<EngineDeps, 'ledger' | 'artifacts' | 'policy'>,
  beat: Beat,
  of: Resumption,
): Promise<void> {
  const { tenant, run, by, stage, phase } = of
  const from = `${stage}/${phase}`
  const refuse = (problem: string) => new MusterError('MUSTER_RUN_NOT_RESUMABLE', { run, from, problem })

  const found = await ledger.run(tenant, run)
  await requireRun(ledger, found === null || found.trimmedAt !== null ? [] : [found], of)
  const [graph, entries] = await Promise.all([ledger.graph(run), readEntries(ledger, run)])
  if (!graph.nodes.some(({ id }) => id === stage))
    throw new MusterError('MUSTER_STAGE_NOT_FOUND', { run, stage })
  const problem = judgeResume(foldEntries(run, graph, entries), stage)
  if (problem !== null) throw refuse(problem)
  const point = resumePoints(run, graph, entries).get(stage)?.get(phase)
  if (point === undefined) throw new MusterError('MUSTER_CHECKPOINT_NOT_FOUND', { run, from })
  if ((await readCheckpoint(artifacts, run, point.checkpoint)) === null)
    throw new MusterError('MUSTER_CHECKPOINT_GONE', { run, from })

  const door = openDoor(policy)
  const rows = await beat.move([
    {
      run,
      judge(state, row, revoked) {
        const refusal = projectRefusal(revoked, row)
        if (refusal !== null) throw refusal
        const now = state.seq === entries.length ? judgeResume(state, stage) : 'it moved meanwhile'
        if (now !== null) throw refuse(now)
        const request = startRequest(row, state.graph, by, true)
        return door.pass(state, request, by, (ground) => ({
          kind: 'run.resumed',
          by,
          stage,
          point,
          policy: ground,
        }))
      },
    },
  ])
  door.check()
  await requireRun(ledger, rows, of)
}
