import { assertNever, type Fact, othersRefused } from '@muster/core'
import { actorName } from './actor-name.ts'
import { list, when } from './words.ts'

/** A fact of the ledger as a sentence. */
export function sentence(fact: Fact): string {
  const at = 'stage' in fact ? fact.stage : ''
  switch (fact.kind) {
    case 'run.submitted':
      return `${actorName(fact.by)} submitted the run${fact.yesToGates ? '; its gates approve themselves' : ''}`
    case 'run.stopping':
      return `${actorName(fact.by)} stopped the run${fact.reason ? `: ${fact.reason}` : ''}`
    case 'policy.denied':
      return `${actorName(fact.by)} was denied ${fact.action} on ${fact.on}: ${fact.policy.because.length ? list(fact.policy.because) : 'no policy permits it'}`
    case 'run.retried':
      return `${actorName(fact.by)} started the run again${fact.from === undefined ? '' : ` from ${fact.from}`}`
    case 'run.resumed':
      return `${actorName(fact.by)} resumed the run: ${at} goes on from its checkpoint of ${fact.point.phase}`
    case 'run.finished':
      return `the run ${past(fact.status)}${fact.reason ? `: ${fact.reason}` : ''}`
    case 'guard.decided':
      return `${at}: its condition ${fact.passed ? 'holds' : 'does not hold'}`
    case 'condition.decided':
      return `${at}: takes ${fact.taken}`
    case 'stage.held':
      return `${at} waits for room: ${fact.because}`
    case 'stages.released':
      return `there may be room for ${fact.stages.join(', ')}`
    case 'stage.started':
      return `${at} started`
    case 'stage.ending':
      return `${at} is about to end ${fact.status.replace('_', ' ')}${fact.reason ? `: ${fact.reason}` : ''}`
    case 'stage.timed_out':
      return `${at} ran out of time`
    case 'stage.finished':
      return `${at} ${past(fact.status)}${fact.reason ? `: ${fact.reason}` : ''}`
    case 'attempt.dispatched':
      return `${at}: ${fact.phase} dispatched, attempt ${fact.attempt}`
    case 'attempt.settled':
      return `${at}: ${fact.phase} ${past(fact.outcome.kind)} on ${fact.worker}, attempt ${fact.attempt}`
    case 'attempt.refused':
      return `${at}: an outcome of ${fact.phase} from ${fact.worker} was refused: ${fact.because}${othersRefused(fact)}`
    case 'permit.issued':
      return `${at}: ${fact.worker} may EXECUTE plan ${fact.plan.slice(0, 15)} at T${fact.tier}`
    case 'attempt.lost':
      return `${at}: an attempt was lost${fact.because ? `: ${fact.because}` : ''}`
    case 'plan.clarified':
      return `${at}: its plan must be clarified, for the ${fact.clarification.number}. time: ${fact.clarification.because ?? 'its errors are spent'}`
    case 'agents.revoked':
      return `${actorName(fact.by)} revoked ${list(fact.stages)}: ${fact.reason}`
    case 'gate.opened':
      return `${at} opened for ${fact.approvers.length ? list(fact.approvers) : 'anyone'} until ${when(fact.deadline)}`
    case 'gate.voted':
      return `${at}: ${actorName(fact.vote.voter)} voted to ${fact.vote.decision}${fact.vote.comment ? `: “${fact.vote.comment}”` : ''}`
    case 'gate.refused':
      return `${at}: a vote of ${actorName(fact.voter)} to ${fact.decision} was refused: ${fact.because}`
    case 'gate.reminded':
      return `${at} still waits for a decision`
    case 'gate.ripened':
      return `${at}: its delay is over`
    case 'gate.sent_back':
      return `${at} was sent back: ${list(fact.to)} will plan anew`
    case 'gate.expired':
      return `${at} expired`
    case 'gate.escalated':
      return `${at} was escalated to ${list(fact.approvers)}`
    case 'gate.decided':
      return `${at} was ${fact.verdict.replace('_', ' ')}${fact.reason ? `: ${fact.reason}` : ''}`
    case 'effect.intended':
      return `${at}: effect ${fact.effect} is to happen: ${fact.asked.verb} ${fact.asked.target}`
    case 'effect.denied':
      return `${at}: was denied ${fact.asked.verb} ${fact.asked.target}: ${fact.reason}`
    case 'effect.ended':
      return `${at}: effect ${fact.effect} is ${fact.ended}${fact.reason ? `: ${fact.reason}` : ''}`
    case 'effect.refused':
      return `${at}: an outcome of effect ${fact.effect} from ${fact.worker} was refused: ${fact.because}${othersRefused(fact)}`
    case 'effect.settled':
      return `${actorName(fact.by)} said that effect ${fact.effect} of ${at} ${fact.happened ? 'happened' : 'did not happen'}${fact.reason ? `: ${fact.reason}` : ''}`
    default:
      return assertNever(fact)
  }
}

function past(status: string): string {
  if (status === 'timed_out') return 'timed out'
  return status === 'cancelled' || status === 'revoked' || status === 'skipped' ? `was ${status}` : status
}
