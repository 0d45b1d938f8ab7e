import {
  type Answered,
  type HealthFacts,
  type LedgerFacts,
  listed,
  type PartHealth,
  type StoreFacts,
  type Told,
  well,
} from './health.ts'
import { tellPlanner, tellWorkers } from './tell-work.ts'

const NEARLY_FULL = 0.9

/** How each part is, in words. Who may not know of the whole fleet is told of no numbers. */
export function tellHealth(facts: HealthFacts, whole: boolean, now: number): readonly PartHealth[] {
  const { ledger, store, processes, workers, queues } = facts
  const outcomes = store.ok ? store.facts.outcomes : null
  return [
    { part: 'ledger', ...tellLedger(ledger, whole) },
    { part: 'store', ...tellStore(store, whole) },
    { part: 'planner', ...tellPlanner(processes, outcomes, whole, now) },
    { part: 'workers', ...tellWorkers(workers, queues, whole, now) },
  ]
}

/** Whether somebody should look at it. */
export function isAmiss({ state }: Pick<PartHealth, 'state'>): boolean {
  return state === 'poor' || state === 'away'
}

/** What a store says of itself. */
export function aboutStore({ name, memory, appendOnly }: StoreFacts): string {
  return listed([
    name,
    memory !== null && `${memory} used`,
    appendOnly !== null && `append-only file ${appendOnly ? 'on' : 'off'}`,
  ])
}

function tellLedger(ledger: Answered<LedgerFacts>, whole: boolean): Told {
  return ledger.ok
    ? well(`${ledger.facts.name}, answers in ${ledger.ms} ms`)
    : {
        state: 'away',
        found: silence(ledger, whole),
        means: 'Nothing is admitted, decided or shown. What was decided is kept.',
        next: 'Check MUSTER_LEDGER_URL and that Postgres runs: everything goes on by itself when it is back.',
        command: null,
      }
}

function tellStore(store: Answered<StoreFacts>, whole: boolean): Told {
  if (!store.ok)
    return {
      state: 'away',
      found: silence(store, whole),
      means:
        'Agents wait. Submissions and decisions are taken all the same, and nothing that was decided is lost.',
      next: 'Check MUSTER_STORE_URL and that the server runs: everything goes on by itself when it is back.',
      command: null,
    }
  const { ms, facts } = store
  const found = `${whole ? aboutStore(facts) : facts.name}, answers in ${ms} ms`
  if (facts.full !== null && facts.full >= NEARLY_FULL)
    return {
      state: 'poor',
      found: whole
        ? `${found}, ${Math.round(facts.full * 100)} % of its memory used`
        : `${found}, nearly full`,
      means: facts.evicts
        ? 'It throws jobs away when it is full; the planner makes them anew.'
        : 'It refuses jobs when it is full.',
      next: 'Give it more memory (`maxmemory`), or keep fewer ended jobs (MUSTER_KEEP_JOBS).',
      command: null,
    }
  if (!facts.evicts) return well(found)
  return {
    state: 'poor',
    found: `${found}, throws away what it holds when it is full`,
    means: 'Jobs may vanish; the planner makes them anew, later.',
    next: 'Set `maxmemory-policy noeviction` on the server.',
    command: null,
  }
}

/** Why it does not answer may name addresses. */
function silence({ problem }: { readonly problem: string }, whole: boolean): string {
  return whole ? `does not answer: ${problem}` : 'does not answer'
}
