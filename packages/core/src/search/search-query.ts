import { VERDICTS, type Verdict } from '../gate.ts'
import { RUN_STATUSES, STAGE_STATUSES, type StageStatus } from '../status.ts'
import type { Tier } from '../tier.ts'

/** What can be found. A stage here is one that is no agent; a gate is one that was opened. */
export const SEARCH_KINDS = ['run', 'agent', 'stage', 'gate', 'entry'] as const
export type SearchKind = (typeof SEARCH_KINDS)[number]

/** Where something stands: a run, a stage or a gate. */
export type SearchStatus = StageStatus | Verdict

/** What is looked for: all of it must hold. */
export interface SearchQuery {
  /** Texts that what is found holds, in any case of letters. */
  readonly words: readonly string[]
  readonly kind?: SearchKind
  readonly status?: SearchStatus
  /** Of an agent that began, or the highest that a gate lets on. */
  readonly tier?: Tier
  readonly pipeline?: string
  /** The path of a stage, or the end of one. */
  readonly stage?: string
  /** Who submitted the run, voted at the gate, or is named in the entry. */
  readonly by?: string
  /** The moment from which on: submitted, opened or written, in milliseconds since 1970. */
  readonly since?: number
  /** What an entry of the ledger says happened. */
  readonly entry?: string
}

/** The filters that a search knows, each with the kinds that have what it asks for. */
export const SEARCH_FILTERS = {
  kind: SEARCH_KINDS,
  status: ['run', 'agent', 'stage', 'gate'],
  tier: ['agent', 'gate'],
  pipeline: SEARCH_KINDS,
  stage: ['agent', 'stage', 'gate', 'entry'],
  by: SEARCH_KINDS,
  since: SEARCH_KINDS,
  entry: ['entry'],
} as const satisfies Readonly<Record<string, readonly SearchKind[]>>
export type SearchFilter = keyof typeof SEARCH_FILTERS
export const SEARCH_FILTER_NAMES = Object.keys(SEARCH_FILTERS) as readonly SearchFilter[]

const STATUSES: Readonly<Record<SearchKind, readonly SearchStatus[]>> = {
  run: RUN_STATUSES,
  agent: STAGE_STATUSES,
  stage: STAGE_STATUSES,
  gate: ['waiting', ...VERDICTS],
  entry: [],
}
export const SEARCH_STATUSES: readonly SearchStatus[] = [...new Set(Object.values(STATUSES).flat())]

/** The kinds of which something may be found: those that have all that is asked for. */
export function kindsOf(query: SearchQuery): readonly SearchKind[] {
  const asked = SEARCH_FILTER_NAMES.filter((name) => query[name] !== undefined)
  return SEARCH_KINDS.filter(
    (kind) =>
      kind === (query.kind ?? kind) &&
      asked.every((name) => (SEARCH_FILTERS[name] as readonly SearchKind[]).includes(kind)) &&
      (query.status === undefined || STATUSES[kind].includes(query.status)),
  )
}
