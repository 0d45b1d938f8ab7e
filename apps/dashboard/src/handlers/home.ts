import {
  DEFAULT_TENANT,
  type HealthFacts,
  type HomeView,
  numbersSince,
  tellHealth,
  tellNumbers,
  type WaitingJobs,
} from '@muster/core'
import type { Handler } from '../handler.ts'
import { inTime } from '../in-time.ts'
import { json } from '../reply.ts'

/** How this Muster is, and the numbers of whoever asks. What is away is part of the answer, not a failure of it. */
export const showHome: Handler<'get /api/home'> = async ({ principal }, { ledger, look, clock }) => {
  const whole = principal.tenant === DEFAULT_TENANT && principal.project === null
  const counted = inTime(ledger.counted(principal, numbersSince(clock())), null).catch(() => null)
  const facts = await look()
  const counts = facts.ledger.ok ? await counted : null
  const at = clock()
  return json({
    at,
    health: tellHealth(facts, whole, at),
    numbers: counts === null ? null : tellNumbers(counts, at),
    jobs: whole ? waitingJobs(facts) : null,
  } satisfies HomeView)
}

function waitingJobs({ queues }: HealthFacts): WaitingJobs | null {
  if (queues === null) return null
  const ofAgents = queues.filter(({ tier, worker }) => tier !== null || worker !== null)
  const oldest = ofAgents.flatMap(({ oldestAt }) => oldestAt ?? [])
  return {
    count: ofAgents.reduce((count, { waiting }) => count + waiting, 0),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
  }
}
