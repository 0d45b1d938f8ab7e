import { type ErrorBudget, parseDuration, type Retries } from '@muster/core'
import type { AgentStage } from '../schema/stage.ts'

const RETRY_DELAY_MS = 1_000
const RETRY_MAX_DELAY_MS = 5 * 60_000
const CLARIFICATIONS = 1

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

/** How many errors an agent may make, or null when the pipeline does not say. */
export function budgetOf(budget: Config['error_budget']): ErrorBudget | null {
  if (budget === undefined) return null
  const { errors, clarifications } = typeof budget === 'number' ? { errors: budget } : budget
  return { errors, clarifications: clarifications ?? CLARIFICATIONS }
}

/** The milliseconds of a duration of a valid pipeline. */
export function milliseconds(duration: string | undefined, otherwise: number): number {
  return duration === undefined ? otherwise : (parseDuration(duration) ?? otherwise)
}
