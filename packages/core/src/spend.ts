import {
  type BudgetLeft,
  type ChargedError,
  ERROR_KIND_PATTERN,
  type ErrorBudget,
  MAX_CHARGED_ERRORS,
  MAX_ERROR_MESSAGE,
  OTHER_KIND,
  type Spending,
  type Spent,
} from './budget.ts'
import { formatDuration } from './duration.ts'
import type { Outcome } from './outcome.ts'
import type { WorkPhase } from './phase.ts'

export const NOTHING_SPENT: Spent = {
  errors: 0,
  kinds: {},
  attempts: {},
  wallMs: 0,
  outputBytes: 0,
  tokens: 0,
  cost: 0,
}

/** The fault of an attempt that was stopped for what it spent: the errors that it stands for are charged already. */
export const BUDGET_FAULT = 'MUSTER_BUDGET_SPENT'
/** The kind under which an attempt that took too long is charged. */
export const TIMED_OUT_KIND = 'timed_out'
/** Kinds that are counted apart; errors of further kinds count under `other`. */
const MAX_KINDS = 64
const KIND = new RegExp(ERROR_KIND_PATTERN)

/** What is spent once an attempt has ended: a failed one is charged with an error of its fault's kind. */
export function charge(spent: Spent, phase: WorkPhase, outcome: Outcome, wallMs: number): Spent {
  const { errors, outputBytes, tokens, cost } = outcome.spent ?? NO_SPENDING
  const failure =
    outcome.kind === 'failed' ? outcome.fault.code : outcome.kind === 'timed_out' ? TIMED_OUT_KIND : null
  let count = spent.errors
  let kinds = spent.kinds
  const add = (kind: string, times: number): void => {
    const under = Object.hasOwn(kinds, kind) || Object.keys(kinds).length < MAX_KINDS ? kind : OTHER_KIND
    kinds = { ...kinds, [under]: countOf(kinds, under) + times }
    count += times
  }
  for (const error of errors) add(error.kind, error.count)
  if (failure !== null && failure !== BUDGET_FAULT) add(failure, 1)
  return {
    errors: count,
    kinds,
    attempts: { ...spent.attempts, [phase]: (spent.attempts[phase] ?? 0) + 1 },
    wallMs: spent.wallMs + Math.max(0, wallMs),
    outputBytes: spent.outputBytes + outputBytes,
    tokens: spent.tokens + tokens,
    cost: spent.cost + cost,
  }
}

/** Kinds are named by agents: `constructor` is one like any other. */
function countOf(kinds: Readonly<Record<string, number>>, kind: string): number {
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? 0) : 0
}

const NO_SPENDING: Spending = { errors: [], outputBytes: 0, tokens: 0, cost: 0 }

/** What may still be spent; everything without limit when there is no budget. */
export function leftOf(budget: ErrorBudget | null, spent: Spent): BudgetLeft {
  if (budget === null) return WITHOUT_LIMIT
  const left = (limit: number | null | undefined, used: number): number | null =>
    limit === null || limit === undefined ? null : limit - used
  return {
    errors: left(budget.errors, spent.errors),
    kinds: Object.fromEntries(
      Object.entries(budget.kinds ?? {}).map(([kind, limit]) => [kind, limit - countOf(spent.kinds, kind)]),
    ),
    wallMs: left(budget.wallMs, spent.wallMs),
    outputBytes: left(budget.outputBytes, spent.outputBytes),
    tokens: left(budget.tokens, spent.tokens),
    cost: left(budget.cost, spent.cost),
  }
}

export const WITHOUT_LIMIT: BudgetLeft = {
  errors: null,
  kinds: {},
  wallMs: null,
  outputBytes: null,
  tokens: null,
  cost: null,
}

/** Why a budget has nothing left, as a sentence; null while it has. */
export function spentBecause(budget: ErrorBudget | null, spent: Spent): string | null {
  if (budget === null) return null
  const left = leftOf(budget, spent)
  if (isSpent(left.errors)) return `${spent.errors} of ${budget.errors} errors`
  for (const [kind, rest] of Object.entries(left.kinds))
    if (isSpent(rest))
      return `${countOf(spent.kinds, kind)} of ${budget.kinds[kind]} errors of kind \`${kind}\``
  if (isSpent(left.wallMs))
    return `${formatDuration(spent.wallMs)} of ${formatDuration(budget.wallMs ?? 0)} of work`
  if (isSpent(left.outputBytes)) return `${spent.outputBytes} of ${budget.outputBytes} bytes of output`
  if (isSpent(left.tokens)) return `${spent.tokens} of ${budget.tokens} tokens`
  if (isSpent(left.cost)) return `a cost of ${spent.cost} of ${budget.cost}`
  return null
}

/** Why a phase may not be attempted again on the same plan, as a sentence; null while it may. */
export function attemptsBecause(budget: ErrorBudget | null, spent: Spent, phase: WorkPhase): string | null {
  const limit = budget?.attempts?.[phase]
  const made = spent.attempts[phase] ?? 0
  return limit === undefined || made < limit ? null : `${made} of ${limit} attempts of ${phase}`
}

/** Whether nothing is left of a limit. */
export function isSpent(left: number | null): boolean {
  return left !== null && left <= 0
}

/** What a worker says an attempt spent, within bounds: a worker is not trusted to count well. Undefined for nothing. */
export function boundSpending(given: unknown): Spending | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const { errors, outputBytes, tokens, cost } = given as Readonly<Record<string, unknown>>
  const spending: Spending = {
    errors: Array.isArray(errors) ? boundErrors(errors) : [],
    outputBytes: Math.floor(amount(outputBytes)),
    tokens: Math.floor(amount(tokens)),
    cost: amount(cost),
  }
  const nothing =
    spending.errors.length === 0 && spending.outputBytes + spending.tokens === 0 && spending.cost === 0
  return nothing ? undefined : spending
}

function boundErrors(given: readonly unknown[]): readonly ChargedError[] {
  return given.slice(0, MAX_CHARGED_ERRORS).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return []
    const { kind, message, count } = one as Readonly<Record<string, unknown>>
    return [chargedError(String(kind), String(message), Math.max(1, Math.floor(amount(count))))]
  })
}

/** An error within bounds. A kind that is no word counts as `other`. */
export function chargedError(kind: string, message: string, count = 1): ChargedError {
  return {
    kind: KIND.test(kind) ? kind : OTHER_KIND,
    message: message.length > MAX_ERROR_MESSAGE ? `${message.slice(0, MAX_ERROR_MESSAGE - 2)} …` : message,
    count,
  }
}

function amount(given: unknown): number {
  return typeof given === 'number' && Number.isFinite(given) && given > 0
    ? Math.min(given, Number.MAX_SAFE_INTEGER)
    : 0
}
