import {
  type Actor,
  agentId,
  askerOf,
  type AskedVote,
  type Attention,
  attentionAsked,
  attentionContext,
  type Fact,
  gateAt,
  gateResource,
  type GateProgress,
  identityOf,
  judgeVote,
  MusterError,
  type Revoked,
  type RunRow,
  type RunState,
  type Verdict,
  type VoteRefusal,
} from '@muster/core'
import { checkForm } from '@muster/dsl'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Refusals } from './refusals.ts'
import { changesIn, reopening } from './reopen-gates.ts'
import { requireRun } from './require-run.ts'
import type { Turns } from './turns.ts'

/** A vote at the gate of one stage of one run. */
export type VoteRequest = Omit<AskedVote, 'voter' | 'shownAt'> & {
  /** People and scripts: agents vote with their outputs. */
  readonly voter: Actor
  readonly tenant: string
  readonly run: string
  readonly stage: string
}

/** Refused votes of one round that are kept: more of them tell nothing new. */
const MOST_REFUSED = 100

type Deps = EngineDeps & { readonly refusals: Pick<Refusals, 'note'> }

/**
 * The one door for votes: page, CLI, API, SDK and queue all end here. What is refused is recorded, then told. Somebody's
 * votes are decided one after the other, so that each is judged by all that they approved before.
 */
export function decideGate(deps: Deps, beat: Beat, turns: Turns, vote: VoteRequest): Promise<Verdict | null> {
  const turn = JSON.stringify([vote.tenant, identityOf(vote.voter)])
  return turns(turn, () => decideNow(deps, beat, vote))
}

async function decideNow(deps: Deps, beat: Beat, vote: VoteRequest): Promise<Verdict | null> {
  if ((await deps.ledger.run(vote.tenant, vote.run)) === null) throw await unknownGate(deps, vote)
  const { tenant, voter, run, stage, seen = '' } = vote
  const attention = await deps.ledger.attention(
    attentionAsked(voter, { tenant, run, stage, seen }, deps.clock()),
  )
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
        const { fact, error } = judged(deps, attention, state, row, revoked, vote)
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
  return verdict()
}

/** A vote at a gate that is not there has no run to be kept in. */
async function unknownGate(
  { refusals }: { readonly refusals: Pick<Refusals, 'note'> },
  { tenant, voter, run, stage }: VoteRequest,
): Promise<MusterError> {
  const gate = agentId(run, stage)
  await refusals.note({
    kind: 'refused',
    tenant,
    by: voter,
    door: 'gate.vote',
    on: gate,
    because: 'MUSTER_GATE_NOT_FOUND',
  })
  return new MusterError('MUSTER_GATE_NOT_FOUND', { gate })
}

interface Judged {
  readonly fact: Fact | null
  readonly error: MusterError | null
}

function judged(
  deps: EngineDeps,
  attention: Attention,
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
  const { tenant: _tenant, run: _run, stage: _stage, ...said } = vote
  const { shownAt } = attention
  const asked = shownAt === null ? said : { ...said, shownAt }
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
      context: { decision, ...attentionContext(attention, deps.clock()) },
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
