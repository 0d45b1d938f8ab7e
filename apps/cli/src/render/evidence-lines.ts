import {
  type CastVote,
  type EffectProgress,
  FORESEEN,
  type Foreseen,
  type GateEvidence,
  type Json,
  tellCompared,
  tellConsequence,
  tellCost,
  tellCount,
  tellPlan,
  tellShown,
  tellYou,
  TIER_NAMES,
  visible,
} from '@muster/core'
import type { Theme } from '../terminal.ts'
import { dayAndTime, moment } from './when.ts'

export interface EvidenceOptions {
  readonly now: number
  readonly theme: Theme
}

/** Characters of one value, and lines of one list: what is longer is on the page and in `-o json`. */
const LONG = 400
const MOST = 40
/** What each foreseen end is the answer to. */
const ANSWERS: Readonly<Record<Foreseen, string>> = {
  approved: 'approve',
  rejected: 'reject',
  sent_back: 'send back',
  expired: 'no answer',
}

/** All that a voter is shown of a gate, what agents wrote as text and nothing else, the question last. */
export function renderEvidence(evidence: GateEvidence, { now, theme }: EvidenceOptions): readonly string[] {
  const { gate, round, message, verdict, changed, digest, tier } = evidence
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', theme.bold(title), ...bounded(lines).map((line) => `  ${line}`)]
  return [
    theme.wait(
      `? Gate ${theme.bold(gate)}${round === 1 ? '' : `, round ${round}`}${verdict === null ? '' : `, ${verdict.replace('_', ' ')}`}`,
    ),
    ...(tier === null ? [] : [`  at T${tier} ${TIER_NAMES[tier]}`]),
    ...section('Changed since the round before', changed.map(line)),
    ...section(...planLines(evidence, theme)),
    ...section('What it stands on', needLines(evidence)),
    ...section('Effects it may ask for', declaredLines(evidence)),
    ...section('Effects asked for so far', evidence.effects.asked.map(effectLine)),
    ...section('Spent so far', [tellCost(evidence.spent.run)]),
    ...section('What follows', answerLines(evidence, now)),
    ...section('Answers', voteLines(evidence)),
    ...section('The question', (message === null ? 'Go on?' : visible(message, 4_096)).split('\n')),
    ...section('What you decide on', [digest]),
  ]
}

function planLines(evidence: GateEvidence, theme: Theme): [string, readonly string[]] {
  const against = tellCompared(evidence)
  const title = against === null ? 'Plan' : `Plan, against ${line(against)}`
  // Never by colour alone.
  const paint = { '+': theme.good, '-': theme.bad, ' ': (text: string) => text }
  return [title, tellPlan(evidence).map(({ sign, text }) => paint[sign](`${sign} ${line(text)}`))]
}

function needLines({ needs }: GateEvidence): readonly string[] {
  return Object.entries(needs).flatMap(([stage, { status, outputs }]) => {
    const values = Object.entries(outputs)
    if (values.length === 0) return [`${stage}  ${status.replace('_', ' ')}`]
    return values.map(([name, value]) => `${stage}  ${line(name)} = ${line(textOf(value))}`)
  })
}

function declaredLines({ effects }: GateEvidence): readonly string[] {
  return effects.declared.map((declaration) => line(textOf(declaration as unknown as Json)))
}

function effectLine({ asked, number, standing, stage }: EffectProgress & { readonly stage: string }): string {
  return `${stage}/${number}  ${standing.status.replaceAll('_', ' ')}  ${line(`${asked.verb} ${asked.target}`)}`
}

function answerLines({ answers, deadline, sendBack }: GateEvidence, now: number): readonly string[] {
  return FORESEEN.flatMap((end) => {
    const consequence = answers[end]
    if (consequence === undefined) return []
    if (end === 'sent_back' && (sendBack.left === 0 || sendBack.to.length === 0)) return []
    const by = end === 'expired' ? `by ${moment(deadline.at, now)}: ` : ''
    const escalates = end === 'expired' && deadline.then === 'escalate'
    const then = escalates ? `it goes on to ${deadline.escalatesTo.join(', ')}` : tellConsequence(consequence)
    return [`${ANSWERS[end].padEnd(9)}  ${by}${then}`]
  })
}

function voteLines(evidence: GateEvidence): readonly string[] {
  const { approvers, votes, waitingFor } = evidence.who
  const you = tellYou(evidence)
  return [
    `${tellCount(evidence)}; ${approvers.length === 0 ? 'anyone may decide' : `waits for ${waitingFor.join(', ')}`}`,
    ...votes.map(voteLine),
    ...(you === null ? [] : [you]),
  ]
}

function voteLine(vote: CastVote): string {
  const { voter, decision, comment, at } = vote
  const shown = tellShown(vote)
  const via = voter.kind === 'agent' || voter.via === undefined ? '' : ` (through ${voter.via})`
  return `${dayAndTime(at)}  ${line(voter.name)}${line(via)}  ${decision}${shown === null ? '' : `, ${shown}`}${comment === null ? '' : `: ${line(comment)}`}`
}

function bounded(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST), `… ${lines.length - MOST} more`]
}

function line(text: string): string {
  return visible(text, LONG).replace(/\s+/g, ' ').trim()
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
