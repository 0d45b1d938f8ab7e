import {
  type Actor,
  agentId,
  askerOf,
  type AskedVote,
  type Fact,
  gateAt,
  gateResource,
  type GateProgress,
  judgeVote,
  MusterError,
  type Revoked,
  type RunRow,
  type RunState,
  type Verdict,
  type VoteRefusal,
} from '@muster/core'
import { checkForm } from '@muster/dsl'
import type { ApprovalRate } from './approval-rate.ts'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Refusals } from './refusals.ts'
import { changesIn, reopening } from './reopen-gates.ts'
import { requireRun } from './require-run.ts'

/** A vote at the gate of one stage of one run. */
export type VoteRequest = Omit<AskedVote, 'voter'> & {
  /** People and scripts: agents vote with their outputs. */
  readonly voter: Actor
  readonly tenant: string
  readonly run: string
  readonly stage: string
}

/** Refused votes of one round that are kept: more of them tell nothing new. */
const MOST_REFUSED = 100

/** The one door for votes: page, CLI, API, SDK and queue all end here. What is refused is recorded, then told. */
export async function decideGate(
  deps: EngineDeps & { readonly refusals: Pick<Refusals, 'note'> },
  beat: Beat,
  rate: ApprovalRate,
  vote: VoteRequest,
): Promise<Verdict | null> {
  if ((await deps.ledger.run(vote.tenant, vote.run)) === null) throw await unknownGate(deps, vote)
  let verdict: () => Verdict | null = () => null
  let refusal: MusterError | null = null
  let known = true
  const rows = await beat.move([
    {
      run: vote.run,
      judge(state, row, revoked) {
        refusal = null
        known = row.tenant === vote.tenant && gateAt(state, vote.stage) !== null
        if (!known) return null
        const { fact, error } = judged(deps, rate, state, row, revoked, vote)
        verdict = () => state.gates.get(vote.stage)?.decided?.verdict ?? null
        refusal = error
        if (fact === null && error !== null) throw error
        return fact
      },
    },
  ])
  if (!known) throw await unknownGate(deps, vote)
  if (refusal !== null) throw refusal as MusterError
  await requireRun(deps.ledger, rows, vote)
  if (vote.decision === 'approve') rate.note(vote.tenant, vote.voter)
  return verdict()
}

/** A vote at a gate that is not there has no run to be kept in. */
async function unknownGate(
  { refusals }: { readonly refusals: Pick<Refusals, 'note'> },
  { tenant, voter, run, stage }: VoteRequest,
): Promise<MusterError> {
  const gate = agentId(run, stage)
  await refusals.note({ tenant, by: voter, door: 'gate.vote', on: gate, because: 'MUSTER_GATE_NOT_FOUND' })
  return new MusterError('MUSTER_GATE_NOT_FOUND', { gate })
}

interface Judged {
  readonly fact: Fact | null
  readonly error: MusterError | null
}

function judged(
  deps: EngineDeps,
  rate: ApprovalRate,
  state: RunState,
  row: RunRow,
  revoked: Revoked,
  vote: VoteRequest,
): Judged {
  const { stage } = vote
  const at = gateAt(state, stage)
  if (at === null) throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: agentId(vote.run, stage) })
  const { gate, policy } = at
  const { digest } = deps.policy
  const reopened = reopening(state, stage, digest, changesIn(revoked, digest))
  if (reopened !== null) return { fact: reopened, error: errorOf('MUSTER_GATE_STALE', 'policy', vote, gate) }
  const { tenant: _tenant, run: _run, stage: _stage, ...asked } = vote
  const form = checkForm(policy.form ?? {}, vote.values ?? {})
  const judgement = judgeVote(
    state,
    stage,
    form.problem === null
      ? { ...asked, ...(policy.form === undefined ? {} : { values: form.values }) }
      : asked,
    form.problem,
  )
  if (judgement.kind === 'accepted') {
    const { voter, decision } = vote
    const door = openDoor(deps.policy)
    const request = {
      tenant: row.tenant,
      action: 'gate.vote',
      principal: askerOf(voter),
      resource: gateResource(row, state.graph, stage, gate.approvers),
      context: { decision, recentApprovals: rate.recent(row.tenant, voter) },
    } as const
    const passed = door.pass(state, request, voter, (ground) => ({ ...judgement.fact, policy: ground }))
    return { fact: passed, error: door.refusal() }
  }
  const { code, problem } = judgement
  const error = errorOf(code, problem, vote, gate)
  if (gate.refused >= MOST_REFUSED) return { fact: null, error }
  const { voter, decision } = vote
  return { fact: { kind: 'gate.refused', stage, voter, decision, because: code }, error }
}

function errorOf(code: VoteRefusal, problem: string, vote: VoteRequest, { approvers }: GateProgress) {
  return new MusterError(code, {
    gate: agentId(vote.run, vote.stage),
    voter: vote.voter.name,
    decision: vote.decision,
    approvers: approvers.join(', ') || 'people',
    problem,
    status: problem,
  })
}
