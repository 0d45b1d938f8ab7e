import { type Decision, type GateEvidence, needsComment, tellConsequence } from '@muster/core'

/** An answer that may be given, and what follows from it. */
export interface AnswerOption {
  readonly decision: Decision
  readonly name: string
  readonly key: string
  readonly follows: string
}

export const ANSWER_NAMES: Readonly<Record<Decision, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  'send-back': 'Send back',
  abstain: 'Abstain',
  delegate: 'Hand on',
}
const KEYS: Readonly<Record<Decision, string>> = {
  approve: 'a',
  reject: 'r',
  'send-back': 'b',
  abstain: 's',
  delegate: 'h',
}

/** The answers that a gate takes, each with what follows from it. */
export function optionsOf({ answers, sendBack, who }: GateEvidence): readonly AnswerOption[] {
  const given = who.votes.filter(({ decision }) => decision === 'approve').length
  const last = given + 1 >= who.needs.approvals
  const option = (decision: Decision, follows: string): AnswerOption => ({
    decision,
    name: ANSWER_NAMES[decision],
    key: KEYS[decision],
    follows,
  })
  const told = (end: keyof GateEvidence['answers']) => {
    const consequence = answers[end]
    return consequence === undefined ? '' : tellConsequence(consequence).replaceAll('`', '')
  }
  const count = last ? '' : `${given + 1} of ${who.needs.approvals}; with all of them `
  const times = `${sendBack.left} ${sendBack.left === 1 ? 'time' : 'times'} left`
  return [
    option('approve', `${count}${told('approved')}`),
    option('reject', told('rejected')),
    ...(canSendBack(sendBack) ? [option('send-back', `${told('sent_back')} (${times})`)] : []),
    option('abstain', 'the others decide without you'),
    option('delegate', 'somebody else votes instead of you'),
  ]
}

/** What happens when nobody answers. */
export function silenceOf({ answers, deadline }: GateEvidence): string {
  if (deadline.then === 'escalate') return `it goes on to ${deadline.escalatesTo.join(', ')}`
  return answers.expired === undefined ? '' : tellConsequence(answers.expired).replaceAll('`', '')
}

/** Whether there is somebody to plan anew, and it was not done too often. */
function canSendBack({ left, to }: GateEvidence['sendBack']): boolean {
  return left > 0 && to.length > 0
}

/** Why an answer is not one yet, as a sentence; null when it is. */
export function lackOf(decision: Decision, comment: string): string | null {
  if (comment.trim() !== '') return null
  if (decision === 'reject') return 'Say why: whoever started the run will read it.'
  return needsComment(decision) ? 'Say what shall be different: the agent plans anew with it.' : null
}
