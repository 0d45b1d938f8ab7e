import type { Answered, HealthFacts } from '@muster/core'
import type { DashboardDeps } from './deps.ts'
import { inTime, PATIENCE_MS } from './in-time.ts'
import { queueViews } from './queue-views.ts'

/** Asks ledger and store how they are, and the store who works. It answers whatever is away. */
export type FleetLook = () => Promise<HealthFacts>

export function createFleetLook({
  ledger,
  fleet,
  deciders,
  queues,
}: Pick<DashboardDeps, 'ledger' | 'fleet' | 'deciders' | 'queues'>): FleetLook {
  const askLedger = asking(() => ledger.about())
  const askStore = asking(() => fleet.store())
  const askWork = asking(async () => {
    const [workers, processes, views] = await Promise.all([
      fleet.workers(),
      deciders.all(),
      queues().then((all) => queueViews(all)),
    ])
    return { workers, processes, queues: views }
  })
  return async () => {
    const [ledgerNow, store, work] = await Promise.all([askLedger(), askStore(), askWork()])
    const seen = work.ok ? work.facts : { workers: null, processes: null, queues: null }
    return { ledger: ledgerNow, store, ...seen }
  }
}

/** Asks one thing at a time: whoever asks meanwhile shares the answer, and what is away is not asked again and again. */
function asking<Facts>(ask: () => Promise<Facts>): () => Promise<Answered<Facts>> {
  let asked: { readonly at: number; readonly answer: Promise<Answered<Facts>> } | null = null

  function begin() {
    const at = performance.now()
    const answer = ask()
      .then(
        (facts): Answered<Facts> => ({ ok: true, ms: Math.round(performance.now() - at), facts }),
        (thrown: unknown): Answered<Facts> => ({ ok: false, problem: reasonOf(thrown) }),
      )
      .finally(() => {
        asked = null
      })
    return { at, answer }
  }

  return async () => {
    const { at, answer } = (asked ??= begin())
    const left = Math.max(0, at + PATIENCE_MS - performance.now())
    return inTime(answer, { ok: false, problem: `no answer within ${PATIENCE_MS / 1_000} s` }, left)
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
