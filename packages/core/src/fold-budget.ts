import { describeFault, type FactOf } from './fact.ts'
import type { Review } from './budget.ts'
import type { StageId } from './graph.ts'
import type { JsonObject } from './json.ts'
import type { Outcome } from './outcome.ts'
import { charge, NOTHING_SPENT } from './spend.ts'
import type { BudgetProgress, RunState } from './state.ts'

const NEW: BudgetProgress = {
  spent: NOTHING_SPENT,
  total: NOTHING_SPENT,
  errors: [],
  said: [],
  clarification: null,
  voided: [],
}

/** Errors and words that a clarification hands on. */
const MAX_HANDED_ON = 20
const MAX_WORDS = 500
/** Of the last lines of a program that failed. */
const LAST_LINES = 3

/** What the agent of a stage has spent so far. */
export function budgetOf(state: RunState, id: StageId): BudgetProgress {
  return state.budgets.get(id) ?? NEW
}

/** Charges an agent with what an attempt came to. */
export function chargeAttempt(state: RunState, fact: FactOf<'attempt.settled'>): void {
  const { stage, phase, outcome } = fact
  const before = budgetOf(state, stage)
  const wallMs = fact.finishedAt - fact.startedAt
  const failed = outcome.kind !== 'succeeded' || outcome.spent !== undefined
  state.budgets.set(stage, {
    spent: charge(before.spent, phase, outcome, wallMs),
    total: charge(before.total, phase, outcome, wallMs),
    errors: failed ? newest([...before.errors, ...errorsOf(phase, outcome)]) : before.errors,
    said: failed ? newest([...before.said, ...wordsOf(outcome)]) : before.said,
    clarification: before.clarification,
    voided: before.voided,
  })
}

/** Starts the budget anew for another plan; the one before is void. */
export function clarify(state: RunState, { stage, clarification }: FactOf<'plan.clarified'>): void {
  const { total, voided } = budgetOf(state, stage)
  const { voids } = clarification
  state.budgets.set(stage, {
    ...NEW,
    total,
    clarification,
    voided: voids === null ? voided : [...voided, voids],
  })
}

/** Hands on what people want to be different; nothing is charged, and a plan that waited for them is void. */
export function sendBack(state: RunState, stage: StageId, review: Review): void {
  const budget = budgetOf(state, stage)
  const voids = state.gates.get(stage)?.plan ?? null
  const because = review.comments.map(({ by, comment }) => `${by}: ${comment}`).join('; ')
  state.budgets.set(stage, {
    ...budget,
    clarification: {
      number: budget.clarification?.number ?? 0,
      voids,
      because: short(`sent back by ${because}`),
      errors: [],
      learnt: [],
      changes: null,
      review,
    },
    voided: voids === null ? budget.voided : [...budget.voided, voids],
  })
}

/** Notes what a clarified plan says of itself. */
export function takePlan(state: RunState, stage: StageId, record: JsonObject): void {
  const budget = budgetOf(state, stage)
  const plan = record['plan']
  if (budget.clarification === null || typeof plan !== 'object' || plan === null || Array.isArray(plan))
    return
  const { changes, summary } = plan as JsonObject
  const said = [changes, summary].find((text): text is string => typeof text === 'string' && text !== '')
  if (said === undefined) return
  state.budgets.set(stage, { ...budget, clarification: { ...budget.clarification, changes: short(said) } })
}

function errorsOf(phase: string, outcome: Outcome): readonly string[] {
  const reported = (outcome.spent?.errors ?? []).map(
    ({ kind, message, count }) => `${phase}: ${kind}: ${message}${count > 1 ? ` (${count} times)` : ''}`,
  )
  switch (outcome.kind) {
    case 'succeeded':
      return reported
    case 'failed':
      return [...reported, `${phase}: ${describeFault(outcome.fault)}`]
    case 'timed_out':
      return [...reported, `${phase} took longer than its timeout.`]
  }
}

/** The last lines that a failed program wrote. */
function wordsOf(outcome: Outcome): readonly string[] {
  const { stderr } = outcome.record
  if (outcome.kind === 'succeeded' || !Array.isArray(stderr)) return []
  return stderr.filter((line): line is string => typeof line === 'string').slice(-LAST_LINES)
}

function newest(texts: readonly string[]): readonly string[] {
  return texts.slice(-MAX_HANDED_ON).map(short)
}

function short(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS - 2)} …` : text
}
