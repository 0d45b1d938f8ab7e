import {
  type Actor,
  agentId,
  createQuotaBook,
  type EarlierPlan,
  type Entry,
  type Fact,
  FORESEEN,
  foldEntries,
  foresee,
  type Foreseen,
  gateEvidence,
  type GateEvidence,
  identityOf,
  type Json,
  type KnownPlan,
  type Ledger,
  MusterError,
  nodeOf,
  NOTHING_REVOKED,
  type Policy,
  type Revoked,
  type RunRow,
  type RunState,
  type StageId,
} from '@muster/core'
import { needsOf } from './context.ts'
import type { EngineDeps } from './deps.ts'
import { readEntries } from './read-entries.ts'
import { resolveCommand } from './resolve-command.ts'

/** Runs looked through for an earlier plan. */
const MOST_RUNS = 50

export interface EvidenceRequest {
  readonly tenant: string
  readonly run: string
  readonly stage: StageId
  /** Who asks; null when it is nobody's business. */
  readonly viewer: Actor | null
}

/** What people are shown of a gate before they decide; that they were is kept. Throws MUSTER_GATE_NOT_FOUND. */
export async function readEvidence(
  { ledger, clock, policy }: Pick<EngineDeps, 'ledger' | 'clock' | 'policy'>,
  revoked: Revoked,
  { tenant, run, stage, viewer }: EvidenceRequest,
): Promise<GateEvidence> {
  const row = await ledger.run(tenant, run)
  if (row === null || row.trimmedAt !== null) throw notFound(run, stage)
  const entries = await readEntries(ledger, run)
  const state = foldEntries(run, await ledger.graph(run), entries)
  const gate = state.gates.get(stage)
  if (gate === undefined) throw notFound(run, stage)
  const plan = gate.plan === null ? null : planIn(entries, stage, gate.plan)
  const evidence = gateEvidence(state, stage, {
    plan,
    earlier: plan === null ? null : await earlierPlan(ledger, row, entries, stage, gate.round),
    needs: needsOf(state, nodeOf(state, stage)),
    answers: gate.decided === null ? answersOf(state, stage, row, { policy, revoked, now: clock() }) : {},
    viewer,
  })
  if (evidence === null) throw notFound(run, stage)
  if (viewer !== null && gate.decided === null) {
    const { round } = gate
    await ledger.noteShown({ tenant, run, stage, round, viewer: identityOf(viewer), at: clock() })
  }
  return evidence
}

function notFound(run: string, stage: StageId): MusterError {
  return new MusterError('MUSTER_GATE_NOT_FOUND', { gate: agentId(run, stage) })
}

/** A plan of a stage as its agent told it. */
function planIn(entries: readonly Entry[], stage: StageId, digest: string): KnownPlan | null {
  for (const { cause } of entries.toReversed()) {
    const known = planOf(cause, stage)
    if (known?.digest === digest) return known
  }
  return null
}

function planOf(fact: Fact, stage: StageId): KnownPlan | null {
  if (fact.kind !== 'attempt.settled' || fact.stage !== stage || fact.phase !== 'PLAN') return null
  if (fact.outcome.kind !== 'succeeded') return null
  const { plan, planDigest } = fact.outcome.record
  return typeof planDigest === 'string' ? { digest: planDigest, plan: plan as Json } : null
}

/** The plan of the round before, or of the newest run of the same pipeline that succeeded. */
async function earlierPlan(
  ledger: Ledger,
  row: RunRow,
  entries: readonly Entry[],
  stage: StageId,
  round: number,
): Promise<EarlierPlan | null> {
  const before = planOfRound(entries, stage, round - 1)
  if (before !== null) return { ...before, of: { round: round - 1 } }
  const runs = await ledger.runs({ tenant: row.tenant, status: 'succeeded', limit: MOST_RUNS })
  const same = runs.find(
    ({ id, pipeline, project, trimmedAt }) =>
      id !== row.id && pipeline === row.pipeline && project === row.project && trimmedAt === null,
  )
  if (same === undefined) return null
  const plans = (await readEntries(ledger, same.id)).flatMap(({ cause }) => planOf(cause, stage) ?? [])
  const last = plans.at(-1)
  return last === undefined ? null : { ...last, of: { run: same.id } }
}

function planOfRound(entries: readonly Entry[], stage: StageId, round: number): KnownPlan | null {
  const opened = entries
    .flatMap(({ cause, effects }) => [cause, ...effects])
    .flatMap((fact) => (fact.kind === 'gate.opened' && fact.stage === stage ? [fact] : []))
  const digest = opened[round - 1]?.binds?.plan ?? null
  return digest === null ? null : planIn(entries, stage, digest)
}

function answersOf(
  state: RunState,
  stage: StageId,
  { tenant, project }: RunRow,
  known: { readonly policy: Policy; readonly revoked: Revoked; readonly now: number },
): GateEvidence['answers'] {
  const { now } = known
  const quotas = createQuotaBook(NOTHING_REVOKED, new Map(), now)
  const circumstances = { ...known, tenant, project, quotas }
  const answers = FORESEEN.map((verdict): [Foreseen, ReturnType<typeof foresee>] => [
    verdict,
    foresee(state, stage, verdict, (copy, command) => resolveCommand(copy, command, circumstances).fact, now),
  ])
  return Object.fromEntries(answers)
}
