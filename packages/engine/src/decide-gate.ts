import { agentId, askerOf, eligibility, gateResource, MusterError, type Verdict } from '@muster/core'
import type { ApprovalRate } from './approval-rate.ts'
import { openDoor } from './ask-policy.ts'
import type { Beat } from './beat.ts'
import type { EngineDeps } from './deps.ts'
import type { Engine } from './engine.ts'
import { requireRun } from './require-run.ts'

/** The one door for votes: page, CLI, API and SDK all end here. */
export async function decideGate(
  deps: EngineDeps,
  beat: Beat,
  rate: ApprovalRate,
  vote: Parameters<Engine['decide']>[0],
): Promise<Verdict | null> {
  const id = agentId(vote.run, vote.stage)
  if ((await deps.ledger.run(vote.tenant, vote.run)) === null)
    throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: id })
  const door = openDoor(deps.policy)
  let verdict: () => Verdict | null = () => null
  const rows = await beat.move([
    {
      run: vote.run,
      judge(state, row) {
        const node = state.nodes.get(vote.stage)
        if (node === undefined || node.type !== 'gate')
          throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate: id })
        const gate = state.gates.get(vote.stage)
        const stage = state.stages.get(vote.stage)
        if (gate === undefined || gate.decided !== null || stage?.status !== 'waiting') {
          throw new MusterError('MUSTER_GATE_CLOSED', {
            gate: id,
            status: gate?.decided?.verdict ?? stage?.status ?? 'unknown',
          })
        }
        const can = eligibility(node.gate, gate, state.submittedBy, vote.voter)
        if (!can.may) throw refuse(can.because, id, vote.voter.name, gate.approvers)
        verdict = () => state.gates.get(vote.stage)?.decided?.verdict ?? null
        const { voter, decision, comment } = vote
        const request = {
          tenant: row.tenant,
          action: 'gate.vote',
          principal: askerOf(voter),
          resource: gateResource(row, state.graph, vote.stage, gate.approvers),
          context: { decision, recentApprovals: rate.recent(row.tenant, voter) },
        } as const
        return door.pass(state, request, voter, (policy) => ({
          kind: 'gate.voted',
          stage: vote.stage,
          vote: { voter, as: can.as, decision, comment },
          policy,
        }))
      },
    },
  ])
  door.check()
  await requireRun(deps.ledger, rows, vote)
  if (vote.decision === 'approve') rate.note(vote.tenant, vote.voter)
  return verdict()
}

function refuse(
  because: 'author' | 'not-approver' | 'voted',
  gate: string,
  voter: string,
  approvers: readonly string[],
) {
  switch (because) {
    case 'author':
      return new MusterError('MUSTER_GATE_AUTHOR', { gate, voter })
    case 'voted':
      return new MusterError('MUSTER_GATE_VOTED', { gate, voter })
    case 'not-approver':
      return new MusterError('MUSTER_GATE_NOT_APPROVER', { gate, voter, approvers: approvers.join(', ') })
  }
}
