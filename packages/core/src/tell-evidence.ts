import type { Consequence } from './answers.ts'
import { canonical } from './canonical.ts'
import { formatDuration } from './duration.ts'
import type { GateEvidence, RunCost } from './evidence.ts'
import type { Eligibility, Ineligible } from './gate-voter.ts'
import type { Json, JsonObject } from './json.ts'
import { counted, named } from './why/wait.ts'

/** What would follow from an answer, as a sentence. */
export function tellConsequence({ starts, again, skips, fails, cancels, run }: Consequence): string {
  const parts = [
    part(starts, 'starts', 'start'),
    part(again, 'plans anew', 'start anew'),
    part(fails, 'fails', 'fail'),
    part(cancels, 'is cancelled', 'are cancelled'),
    part(skips, 'is skipped', 'are skipped'),
    run === 'running' ? null : `the run ends ${run.replace('_', ' ')}`,
  ].filter((text) => text !== null)
  return parts.length === 0 ? 'the run goes on' : parts.join('; ')
}

function part(ids: readonly string[], one: string, many: string): string | null {
  return ids.length === 0 ? null : `${named(ids)} ${ids.length === 1 ? one : many}`
}

/** Why somebody may not vote. */
const INELIGIBLE: Readonly<Record<Exclude<Ineligible, 'publisher'>, string>> = {
  author: 'You started this run, and may not decide it.',
  'not-approver': 'You are not among those who can decide.',
  voted: 'You have answered already.',
  delegated: 'You handed your vote on.',
  'no-person': 'Only people decide here.',
}

/** Whether whoever asked may vote, as a sentence. */
export function tellYou({ who: { you } }: GateEvidence): string | null {
  if (you === null) return null
  return you.may ? `You can decide, as \`${you.as}\`.` : tellIneligible(you)
}

/** Why somebody may not vote, as a sentence. */
export function tellIneligible(you: Extract<Eligibility, { readonly may: false }>): string {
  return you.because === 'publisher'
    ? `You may not decide: you published template \`${you.template}\`, which this run uses.`
    : INELIGIBLE[you.because]
}

/** One action of a plan on one line: its verb, its target, and whatever else it says. */
export function tellAction(action: Json): string {
  const { verb = '', target = '', ...rest } = (action ?? {}) as JsonObject
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`
  return `${plain(verb)} ${plain(target)}${more}`.trim()
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What a run has cost so far, on one line. */
export function tellCost({ tokens, cost, errors, wallMs }: RunCost): string {
  const parts = [`${formatDuration(wallMs)} of work`]
  if (tokens > 0) parts.push(counted(tokens, 'token'))
  if (cost > 0) parts.push(`cost ${Math.round(cost * 10_000) / 10_000}`)
  parts.push(counted(errors, 'error'))
  return parts.join(', ')
}

/** How many approvals a gate has of those it needs, and what they must be. */
export function tellCount({ who: { needs, votes } }: GateEvidence): string {
  const given = votes.filter(({ decision }) => decision === 'approve').length
  const of = [`${given} of ${counted(needs.approvals, 'approval')}`]
  if (needs.people > 1) of.push(`by ${needs.people} different people`)
  if (needs.agents > 0) of.push(`with ${counted(needs.agents, 'agent')} among them`)
  if (needs.delayMs > 0) of.push(`then a delay of ${formatDuration(needs.delayMs)}`)
  return of.join(', ')
}

/** With what a plan is compared, in words. */
export function tellCompared({ difference }: GateEvidence): string | null {
  if (difference === null) return null
  return 'round' in difference.to
    ? `round ${difference.to.round}`
    : `run ${difference.to.run}, the last that succeeded`
}

/** One line of a plan: what it would do newly, no more, or as before. */
export interface PlanLine {
  readonly sign: '+' | '-' | ' '
  readonly text: string
}

/** Everything that a plan would do, and what the one that it is compared with would have done instead. */
export function tellPlan({ plan, difference }: GateEvidence): readonly PlanLine[] {
  if (plan === null) return []
  const actions = actionsIn(plan.plan)
  if (difference === null) return actions.map((action) => line(' ', action))
  const { added, removed, changed } = difference.plans
  const fresh = [...added, ...changed.map(({ after }) => after)].map(canonical)
  const same = actions.filter((action) => {
    const at = fresh.indexOf(canonical(action))
    if (at >= 0) fresh.splice(at, 1)
    return at < 0
  })
  return [
    ...removed.map((action) => line('-', action)),
    ...changed.flatMap(({ before, after }) => [line('-', before), line('+', after)]),
    ...added.map((action) => line('+', action)),
    ...same.map((action) => line(' ', action)),
  ]
}

function line(sign: PlanLine['sign'], action: Json): PlanLine {
  return { sign, text: tellAction(action) }
}

function actionsIn(plan: Json): readonly Json[] {
  const { actions = [] } = (plan ?? {}) as { readonly actions?: Json }
  return Array.isArray(actions) ? (actions as readonly Json[]) : []
}
