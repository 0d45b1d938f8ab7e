import {
  type GateView,
  type Graph,
  type LedgerReads,
  MusterError,
  type Principal,
  parseAgentId,
  type RunRow,
  type StageRow,
} from '@muster/core'
import { toGateView } from './views.ts'

/** Whose rows are looked at. */
type Viewer = Pick<Principal, 'tenant' | 'project'>

/** A run, or null when there is none that this viewer may know of. */
export async function findRun(
  ledger: LedgerReads,
  { tenant, project }: Viewer,
  id: string,
): Promise<RunRow | null> {
  const row = await ledger.run(tenant, id)
  return row === null || (project !== null && row.project !== project) ? null : row
}

/** A run. Throws MUSTER_RUN_NOT_FOUND, also for one of somebody else. */
export async function loadRun(ledger: LedgerReads, viewer: Viewer, id: string | undefined): Promise<RunRow> {
  const row = id === undefined ? null : await findRun(ledger, viewer, id)
  if (row === null) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run: id ?? '' })
  return row
}

/** A stage of a run. Throws MUSTER_STAGE_NOT_FOUND. */
export async function loadStage(
  ledger: LedgerReads,
  run: string,
  stage: string | undefined,
): Promise<StageRow> {
  const row = (await ledger.stages(run)).find((one) => one.stage === stage)
  if (row === undefined) throw new MusterError('MUSTER_STAGE_NOT_FOUND', { run, stage: stage ?? '' })
  return row
}

/** The graph that a run follows; of a trimmed one only its name is left. */
export async function loadGraph(
  ledger: LedgerReads,
  { id, pipeline, version, trimmedAt }: RunRow,
): Promise<Graph> {
  if (trimmedAt === null) return ledger.graph(id)
  return { name: pipeline, version, description: null, timeoutMs: null, inputs: {}, templates: {}, nodes: [] }
}

/** The newest round of a gate. Throws MUSTER_GATE_NOT_FOUND, also for one of somebody else. */
export async function loadGate(
  ledger: LedgerReads,
  viewer: Viewer,
  id: string | undefined,
): Promise<GateView> {
  const at = parseAgentId(id ?? '')
  if (at !== null && (await findRun(ledger, viewer, at.run)) !== null) {
    const [gates, votes] = await Promise.all([ledger.gates({ run: at.run }), ledger.votes(at.run)])
    const row = gates
      .filter((gate) => gate.stage === at.stage)
      .toSorted((a, b) => a.round - b.round)
      .at(-1)
    if (row !== undefined) return toGateView(row, votes)
  }
  throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: id ?? '' })
}
