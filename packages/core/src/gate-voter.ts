import type { Actor } from './actor.ts'
import type { Decision, GatePolicy, OpenGate, Vote, Voter } from './gate.ts'
import { entriesOf, identityOf, isRole } from './gate-rule.ts'

/** Who may not decide a gate unless it says so. */
export interface Parties {
  readonly author: Actor
  /** Who published the templates that the run uses, by those. */
  readonly publishers: Readonly<Record<string, Actor>>
  /** The ids of the agents whose plan or outputs it is about. */
  readonly agents: readonly string[]
  /** Whether people are told apart by who they are even where one speaks for others: where a floor must hold. */
  readonly strict: boolean
}

/** What it takes of a gate to know who may still vote. */
export interface Ballot {
  readonly approvers: readonly string[]
  readonly votes: readonly (Pick<Vote, 'voter' | 'as' | 'decision'> & { readonly to?: string | null })[]
}

export type Ineligible = 'author' | 'publisher' | 'not-approver' | 'voted' | 'delegated' | 'no-person'

export type Eligibility =
  | { readonly may: true; readonly as: string }
  | { readonly may: false; readonly because: Exclude<Ineligible, 'publisher'> }
  /** `template` is what they published. */
  | { readonly may: false; readonly because: 'publisher'; readonly template: string }

/** Whether somebody may vote at an open gate, and under which entry of `approvers` the vote counts. */
export function eligibility(
  policy: Pick<GatePolicy, 'allowAuthor'>,
  gate: Ballot,
  { author, publishers, agents, strict }: Parties,
  voter: Voter,
): Eligibility {
  if (voter.kind === 'planner' || voter.kind === 'worker') return { may: false, because: 'no-person' }
  if (voter.kind === 'agent' && agents.includes(voter.name)) return { may: false, because: 'no-person' }
  const who = (actor: Voter) => (strict ? identityOf(actor) : actor.name)
  if (!policy.allowAuthor) {
    if (who(voter) === who(author)) return { may: false, because: 'author' }
    const template = templateBy(publishers, (actor) => who(actor) === who(voter))
    if (template !== null) return { may: false, because: 'publisher', template }
  }
  const own = gate.votes.filter((vote) => who(vote.voter) === who(voter))
  if (own.length > 0)
    return {
      may: false,
      because: own.some(({ decision }) => decision === 'delegate') ? 'delegated' : 'voted',
    }
  const delegated = gate.votes.find(({ to }) => to === voter.name)
  if (delegated !== undefined) return { may: true, as: delegated.as }
  if (gate.approvers.length === 0)
    return voter.kind === 'person' ? { may: true, as: voter.name } : { may: false, because: 'no-person' }
  const as = entriesOf(voter).find(
    (entry) => gate.approvers.includes(entry) && (isRole(entry) || !isTaken(gate, entry)),
  )
  return as === undefined ? { may: false, because: 'not-approver' } : { may: true, as }
}

/** The first template that somebody published; null when there is none. */
function templateBy(
  publishers: Readonly<Record<string, Actor>>,
  is: (actor: Actor) => boolean,
): string | null {
  return Object.entries(publishers).find(([, actor]) => is(actor))?.[0] ?? null
}

/** Whether somebody gave the one vote of an entry, or handed it on. */
function isTaken({ votes }: Ballot, entry: string): boolean {
  return votes.some(({ as }) => as === entry)
}

/**
 * Why a vote cannot be handed on to somebody, as a sentence; null when it can. One hand to the next is the end of it:
 * whoever votes for another cannot pass that on.
 */
export function refuseDelegate(
  policy: GatePolicy,
  gate: OpenGate,
  { author, publishers }: Parties,
  voter: Voter,
  to: string,
): string | null {
  if (voter.kind !== 'person') return 'only people can hand on their vote'
  if (to === voter.name || to === identityOf(voter)) return 'nobody can hand on a vote to himself'
  if (isRole(to) || to.startsWith('agent:')) return 'a vote is handed on to one person, by name'
  if (!policy.allowAuthor && (to === author.name || to === author.via))
    return `\`${to}\` started this run and may not decide`
  const published = policy.allowAuthor
    ? null
    : templateBy(publishers, ({ name, via }) => to === name || to === via)
  if (published !== null)
    return `\`${to}\` published template \`${published}\`, which this run uses, and may not decide`
  if (gate.votes.some((vote) => vote.to === voter.name)) return 'a vote that was handed on stays where it is'
  if (gate.votes.some((vote) => vote.voter.name === to || vote.to === to || vote.as === to))
    return `\`${to}\` has a say in it already`
  return gate.approvers.includes(to) ? `\`${to}\` has a say in it already` : null
}

/** Those who could still answer: entries of `approvers` that nobody has used; empty where anyone may. */
export function waitingFor(gate: OpenGate): readonly string[] {
  const delegates = gate.votes.flatMap(({ to }) =>
    to === undefined || gate.votes.some(({ voter }) => voter.name === to) ? [] : [to],
  )
  return [...gate.approvers.filter((entry) => isRole(entry) || !isTaken(gate, entry)), ...delegates]
}

/** Whether an answer that says something must say why. */
export function needsComment(decision: Decision): boolean {
  return decision === 'send-back'
}
