import {
  DEFAULT_TENANT,
  type GateView,
  type Graph,
  type Ledger,
  MusterError,
  parseAgentId,
  type RunRow,
} from '@muster/core'
import { toGateView } from './views.ts'

/** A run. Throws MUSTER_RUN_NOT_FOUND. */
export async function loadRun(ledger: Ledger, id: string | undefined): Promise<RunRow> {
  const row = id === undefined ? null : await ledger.run(DEFAULT_TENANT, id)
  if (row === null) throw new MusterError('MUSTER_RUN_NOT_FOUND', { run: id ?? '' })
  return row
}

/** The graph that a run follows; of a trimmed one only its name is left. */
export async function loadGraph(
  ledger: Ledger,
  { id, pipeline, version, trimmedAt }: RunRow,
): Promise<Graph> {
  if (trimmedAt === null) return ledger.graph(id)
  return { name: pipeline, version, description: null, timeoutMs: null, inputs: {}, templates: {}, nodes: [] }
}

/** The newest round of a gate. Throws MUSTER_GATE_NOT_FOUND. */
export async function loadGate(ledger: Ledger, id: string | undefined): Promise<GateView> {
  const at = parseAgentId(id ?? '')
  if (at !== null && (await ledger.run(DEFAULT_TENANT, at.run)) !== null) {
    const [gates, votes] = await Promise.all([ledger.gates({ run: at.run }), ledger.votes(at.run)])
    const row = gates
      .filter((gate) => gate.stage === at.stage)
      .toSorted((a, b) => a.round - b.round)
      .at(-1)
    if (row !== undefined) return toGateView(row, votes)
  }
  throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: id ?? '' })
}
