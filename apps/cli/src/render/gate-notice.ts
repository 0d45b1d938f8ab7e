import type { Decision, GateView } from '@muster/core'
import { printable, type Theme } from '../terminal.ts'
import { moment } from './when.ts'

export interface GateNoticeOptions {
  readonly now: number
  readonly theme: Theme
  /** Who reads it. */
  readonly user: string
  /** Where the gate can be decided in a browser, or null. */
  readonly url: string | null
}

/** Who can decide a gate, by when, and how. */
export function renderGateNotice(gate: GateView, options: GateNoticeOptions): readonly string[] {
  const { now, theme } = options
  const as = speakFor(gate, options.user)
  const tail = as === null ? '' : ` --as ${as}`
  const lines = [
    theme.wait(`? Gate ${theme.bold(gate.id)} waits for a decision.`),
    ...(gate.message === null ? [] : [`  ${printable(gate.message).replace(/\n/g, '\n  ')}`]),
    `  who      ${whoOf(gate)}`,
    `  by       ${moment(gate.deadlineAt, now)}`,
    `  look     npx muster gate show ${gate.id}`,
    `  approve  npx muster approve ${gate.id}${tail}`,
    `  reject   npx muster reject ${gate.id}${tail}`,
  ]
  if (options.url !== null) lines.push(`  browser  ${options.url}`)
  return lines
}

const SAID: Readonly<Record<Decision, string>> = {
  approve: 'approved',
  reject: 'rejected',
  'send-back': 'sent it back',
  abstain: 'abstained',
  delegate: 'handed the vote to',
}

/** The approvers, how many are needed, and who has spoken. */
export function whoOf(gate: GateView): string {
  const who = gate.approvers.length === 0 ? 'anyone' : gate.approvers.join(', ')
  const count = gate.quorum === 1 ? '' : ` (${gate.quorum} must approve)`
  const votes = gate.votes.map(
    ({ voter, decision, to }) => `${voter.name} ${SAID[decision]}${to === null ? '' : ` ${to}`}`,
  )
  return `${who}${count}${gate.escalated ? ', after escalation' : ''}${votes.length === 0 ? '' : `; ${votes.join(', ')}`}`
}

/** Whom the owner of this machine has to speak for: a named approver who has not voted, unless the owner may decide. */
function speakFor(gate: GateView, user: string): string | null {
  const { approvers } = gate
  if (approvers.length === 0 || approvers.includes(user) || approvers.includes('role:owner')) return null
  const voted = new Set(gate.votes.map((vote) => vote.as))
  return approvers.find((name) => !name.startsWith('role:') && !voted.has(name)) ?? null
}
