import type { BudgetView, ErrorBudget, Spent } from './budget.ts'
import { formatDuration } from './duration.ts'
import type { BudgetProgress } from './state.ts'

/** A budget as people see it; null when nothing limits it and nothing but time was spent. */
export function budgetView(limits: ErrorBudget | null, budget: BudgetProgress): BudgetView | null {
  const { spent, total, clarification } = budget
  const quiet = total.errors === 0 && total.outputBytes === 0 && total.tokens === 0 && total.cost === 0
  return limits === null && quiet ? null : { limits, spent, total, clarification }
}

/** A budget in one line: what is spent of what is limited, what else was spent, and how often the plan was clarified. */
export function budgetText({ limits, spent, total, clarification }: BudgetView): string {
  const parts = limits === null ? [] : limitTexts(limits, spent)
  const of = (limit: number | null | undefined, amount: number, text: string): string[] =>
    (limit ?? null) === null && amount > 0 ? [text] : []
  parts.push(...of(limits?.errors, total.errors, counted(total.errors, 'error')))
  parts.push(...of(limits?.tokens, total.tokens, counted(total.tokens, 'token')))
  parts.push(...of(limits?.cost, total.cost, `cost ${money(total.cost)}`))
  if (clarification !== null && clarification.number > 0)
    parts.push(`plan clarified ${counted(clarification.number, 'time')}`)
  return parts.join(', ')
}

function limitTexts(limits: ErrorBudget, spent: Spent): string[] {
  const parts: string[] = []
  const add = (limit: number | null | undefined, text: (limit: number) => string): void => {
    if (limit !== null && limit !== undefined) parts.push(text(limit))
  }
  add(limits.errors, (limit) => `${spent.errors} of ${counted(limit, 'error')}`)
  for (const [kind, limit] of Object.entries(limits.kinds))
    parts.push(`${Object.hasOwn(spent.kinds, kind) ? spent.kinds[kind] : 0} of ${limit} ${kind}`)
  for (const [phase, limit] of Object.entries(limits.attempts))
    parts.push(`${spent.attempts[phase as keyof Spent['attempts']] ?? 0} of ${limit} attempts of ${phase}`)
  add(limits.wallMs, (limit) => `${formatDuration(spent.wallMs)} of ${formatDuration(limit)} of work`)
  add(limits.outputBytes, (limit) => `${spent.outputBytes} of ${counted(limit, 'byte')}`)
  add(limits.tokens, (limit) => `${spent.tokens} of ${counted(limit, 'token')}`)
  add(limits.cost, (limit) => `cost ${money(spent.cost)} of ${money(limit)}`)
  return parts
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** At most four digits behind the point. */
function money(amount: number): string {
  return String(Math.round(amount * 10_000) / 10_000)
}
