import { type ErrorBudget, LIMITED_PHASES, parseDuration, type Retries, type WorkPhase } from '@muster/core'
import type { AgentStage } from '../schema/stage.ts'

const RETRY_DELAY_MS = 1_000
const RETRY_MAX_DELAY_MS = 5 * 60_000
const CLARIFICATIONS = 2

type Config = NonNullable<AgentStage['config']>

/** How often a failed phase is tried again. */
export function retriesOf(retries: NonNullable<Config['retries']>): Retries {
  const { max, backoff, delay, max_delay } = typeof retries === 'number' ? { max: retries } : retries
  return {
    max,
    backoff: backoff ?? 'exponential',
    delayMs: milliseconds(delay, RETRY_DELAY_MS),
    maxDelayMs: milliseconds(max_delay, RETRY_MAX_DELAY_MS),
  }
}

/** What an agent may spend, or null when the pipeline does not say. */
export function errorBudgetOf(given: Config['error_budget']): ErrorBudget | null {
  if (given === undefined) return null
  const budget = typeof given === 'number' ? { errors: given } : given
  const attempts: Partial<Record<WorkPhase, number>> = {}
  for (const phase of LIMITED_PHASES) {
    const limit = budget.attempts?.[phase]
    if (limit !== undefined) attempts[phase.toUpperCase() as WorkPhase] = limit
  }
  return {
    errors: budget.errors ?? null,
    kinds: budget.kinds ?? {},
    attempts,
    wallMs: budget.time === undefined ? null : milliseconds(budget.time, 0),
    outputBytes: budget.output_bytes ?? null,
    tokens: budget.tokens ?? null,
    cost: budget.cost ?? null,
    clarifications: budget.clarifications ?? CLARIFICATIONS,
  }
}

/** The milliseconds of a duration of a valid pipeline. */
export function milliseconds(duration: string | undefined, otherwise: number): number {
  return duration === undefined ? otherwise : (parseDuration(duration) ?? otherwise)
}
