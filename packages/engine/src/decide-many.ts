import {
  type Actor,
  agentId,
  type Decision,
  gateAt,
  judgeVote,
  MusterError,
  sharedRule,
  type Surface,
  toMusterError,
  type Verdict,
} from '@muster/core'
import type { Beat } from './beat.ts'
import { decideGate, type VoteRequest } from './decide-gate.ts'
import type { EngineDeps } from './deps.ts'
import type { Refusals } from './refusals.ts'
import type { Turns } from './turns.ts'

/** One answer for a set of gates that share a rule. */
export interface BatchRequest {
  readonly tenant: string
  readonly voter: Actor
  readonly decision: Exclude<Decision, 'delegate'>
  readonly comment: string | null
  readonly surface?: Surface
  /**
   * `all`: unless the vote would count at every gate, none is given. `each`: every gate is answered by itself. Either way
   * a gate that somebody else decides at that very moment refuses its own vote alone.
   */
  readonly mode: 'all' | 'each'
  readonly gates: readonly { readonly run: string; readonly stage: string; readonly seen: string }[]
}

/** What became of one gate of a set. */
export interface BatchAnswer {
  readonly gate: string
  readonly verdict: Verdict | null
  /** Null when the vote counts. */
  readonly refused: MusterError | null
}

/** Gates that are answered at once: what one person can have looked at. */
const MOST_GATES = 100

/** Votes at every gate of a set, each with an entry of its own. Throws MUSTER_GATE_SET, and with `all` MUSTER_GATE_*. */
export async function decideMany(
  deps: EngineDeps & { readonly refusals: Pick<Refusals, 'note'> },
  beat: Beat,
  turns: Turns,
  request: BatchRequest,
): Promise<readonly BatchAnswer[]> {
  const { gates, mode, ...vote } = request
  if (gates.length === 0 || gates.length > MOST_GATES)
    throw new MusterError('MUSTER_GATE_SET', {
      problem: `it holds ${gates.length} gates, not 1 to ${MOST_GATES}`,
    })
  const votes = gates.map((gate): VoteRequest => ({ ...vote, ...gate }))
  await check(beat, votes, mode)
  const answers: BatchAnswer[] = []
  for (const one of votes) {
    const gate = agentId(one.run, one.stage)
    try {
      answers.push({ gate, verdict: await decideGate(deps, beat, turns, one), refused: null })
    } catch (error) {
      answers.push({ gate, verdict: null, refused: toMusterError(error) })
    }
  }
  return answers
}

/** Holds a set to one rule and, with `all`, to votes that would count; nothing moves. */
async function check(beat: Beat, votes: readonly VoteRequest[], mode: 'all' | 'each'): Promise<void> {
  const rules = new Map<string, string>()
  await beat.move(
    votes.map(({ tenant, run, stage, ...vote }) => ({
      run,
      judge(state, row) {
        const at = row.tenant === tenant ? gateAt(state, stage) : null
        const gate = agentId(run, stage)
        if (at === null) throw new MusterError('MUSTER_GATE_NOT_FOUND', { gate })
        const rule = sharedRule(at.node, at.policy)
        if (rule === null)
          throw new MusterError('MUSTER_GATE_SET', {
            problem: `\`${gate}\` has a form, which is filled in by itself`,
          })
        rules.set(rule, gate)
        if (rules.size > 1)
          throw new MusterError('MUSTER_GATE_SET', {
            problem: `${[...rules.values()].map((id) => `\`${id}\``).join(' and ')} are decided by different rules`,
          })
        const judgement = mode === 'all' ? judgeVote(state, stage, vote, null) : null
        if (judgement?.kind === 'refused')
          throw new MusterError(judgement.code, {
            gate,
            voter: vote.voter.name,
            approvers: at.gate.approvers.join(', ') || 'people',
            problem: judgement.problem,
            status: judgement.problem,
          })
        return null
      },
    })),
  )
}
