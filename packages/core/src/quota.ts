import { MusterError } from './error.ts'
import type { RunRow } from './port.ts'
import { type Limits, limitsOf, type Revoked } from './revocation.ts'

/** What can be limited, for a tenant and for each of its projects. */
export const LIMIT_NAMES = [
  'runs',
  'agents',
  'runsPerDay',
  'openGates',
  'artifactBytes',
  'tokens',
  'cost',
] as const
export type LimitName = (typeof LIMIT_NAMES)[number]

/** What `muster quota set` sets: what can be used up, and the highest tier at which agents act. */
export const SETTABLE_LIMITS = [...LIMIT_NAMES, 'tier'] as const
export type SettableLimit = (typeof SETTABLE_LIMITS)[number]

/** How much of each is used now: of `runsPerDay`, `tokens` and `cost`, by the runs that were submitted on this day. */
export type Usage = Readonly<Record<LimitName, number>>

/** What each limit limits, and when something of it becomes free again. */
const WORDS: Readonly<
  Record<LimitName, { readonly of: string; readonly frees: 'ended' | 'gates' | 'day' | 'trimmed' }>
> = {
  runs: { of: 'runs at a time', frees: 'ended' },
  agents: { of: 'agents at a time', frees: 'ended' },
  runsPerDay: { of: 'runs a day', frees: 'day' },
  openGates: { of: 'gates open or to come', frees: 'gates' },
  artifactBytes: { of: 'bytes of artifacts', frees: 'trimmed' },
  tokens: { of: 'tokens a day', frees: 'day' },
  cost: { of: 'cost a day', frees: 'day' },
}

/** What a limit limits, in words. */
export function limitText(name: LimitName): string {
  return WORDS[name].of
}

const DAY_MS = 24 * 60 * 60_000

/** When the day began at this moment, in UTC. */
export function dayStart(now: number): number {
  return now - (now % DAY_MS)
}

/** A tenant, or a project of one. */
export interface QuotaScope {
  readonly tenant: string
  readonly project: string | null
}

/** The limits of a tenant or a project, and what is used of them. */
export interface QuotaView {
  /** Null for the tenant itself. */
  readonly project: string | null
  readonly limits: Limits
  readonly usage: Usage
}

/** The scopes that a run counts in. */
export function scopesOf({ tenant, project }: Pick<RunRow, 'tenant' | 'project'>): readonly QuotaScope[] {
  return [
    { tenant, project: null },
    { tenant, project },
  ]
}

/** That a limit is reached, as a sentence without its end: which one, what is used of it, and when it frees. */
export function overLimit(
  scope: QuotaScope,
  name: LimitName,
  limit: number,
  usage: Usage,
  now: number,
): string {
  const who = scope.project === null ? `Tenant \`${scope.tenant}\`` : `Project \`${scope.project}\``
  const { of, frees } = WORDS[name]
  const when = {
    ended: 'when one ends',
    gates: 'when one is decided',
    day: `at ${new Date(dayStart(now) + DAY_MS).toISOString()}`,
    trimmed: 'when old runs are trimmed',
  }[frees]
  return `${who} has used ${usage[name]} of ${limit} ${of} (limit \`${name}\`); it frees ${when}`
}

/** Why something does not fit within a limit, and whose that is: null for that of the tenant itself. */
export interface Shortage {
  readonly because: string
  readonly project: string | null
}

/** What is used while a beat decides: counted under a lock in the ledger, and carried on with what the beat itself takes. */
export interface QuotaBook {
  /** Takes what a run needs to start. Throws MUSTER_QUOTA, and takes nothing, when it goes past a limit. */
  takeRun(row: RunRow, gates: number): void
  /** Takes what an agent needs to start; answers why it must wait, or null when it need not. */
  takeAgent(row: Pick<RunRow, 'tenant' | 'project'>): Shortage | null
  /** Gives back what an agent took. */
  freeAgent(row: Pick<RunRow, 'tenant' | 'project'>): void
}

/** A scope as a key. */
export function scopeKey({ tenant, project }: QuotaScope): string {
  return JSON.stringify([tenant, project])
}

/** Which of the limits of a run's scopes must be counted to decide about it. */
export function limitedScopes(
  revoked: Revoked,
  row: Pick<RunRow, 'tenant' | 'project'>,
  names: readonly LimitName[] = LIMIT_NAMES,
): readonly QuotaScope[] {
  if (revoked.quotas.size === 0) return []
  return scopesOf(row).filter((scope) => {
    const limits = limitsOf(revoked, scope)
    return limits !== null && names.some((name) => limits[name] !== undefined)
  })
}

/** What a run takes when it starts, or starts again. 0 takes nothing, but asks that something is left. */
function takenBy({ seq }: Pick<RunRow, 'seq'>, gates: number): Partial<Record<LimitName, number>> {
  return {
    runs: 1,
    // Who starts again was counted on the day of the submission.
    ...(seq === 0 ? { runsPerDay: 1 } : {}),
    ...(gates === 0 ? {} : { openGates: gates }),
    // Charged as it is reported: whatever is left lets a run start.
    artifactBytes: 0,
    tokens: 0,
    cost: 0,
  }
}

/** A book over what was counted of the scopes that have limits; a scope that was not counted has none. */
export function createQuotaBook(
  revoked: Revoked,
  counted: ReadonlyMap<string, Usage>,
  now: number,
): QuotaBook {
  const book = new Map<string, Record<LimitName, number>>(
    [...counted].map(([key, usage]) => [key, { ...usage }]),
  )
  const scopes = (row: Pick<RunRow, 'tenant' | 'project'>) =>
    scopesOf(row).flatMap((scope) => {
      const usage = book.get(scopeKey(scope))
      const limits = limitsOf(revoked, scope)
      return usage === undefined || limits === null ? [] : [{ scope, usage, limits }]
    })
  /** The first limit that taking so much more would go past. */
  const refusal = (
    row: Pick<RunRow, 'tenant' | 'project'>,
    asked: Partial<Record<LimitName, number>>,
  ): Shortage | null => {
    for (const { scope, usage, limits } of scopes(row))
      for (const name of LIMIT_NAMES) {
        const [limit, more] = [limits[name], asked[name]]
        if (
          limit !== undefined &&
          more !== undefined &&
          (more === 0 ? usage[name] >= limit : usage[name] + more > limit)
        )
          return { because: overLimit(scope, name, limit, usage, now), project: scope.project }
      }
    return null
  }
  const take = (row: Pick<RunRow, 'tenant' | 'project'>, asked: Partial<Record<LimitName, number>>): void => {
    for (const { usage } of scopes(row)) for (const name of LIMIT_NAMES) usage[name] += asked[name] ?? 0
  }
  return {
    takeRun(row, gates) {
      const asked = takenBy(row, gates)
      const shortage = refusal(row, asked)
      if (shortage !== null) throw new MusterError('MUSTER_QUOTA', { problem: `${shortage.because}.` })
      take(row, asked)
    },
    takeAgent(row) {
      const shortage = refusal(row, { agents: 1 })
      if (shortage === null) take(row, { agents: 1 })
      return shortage
    },
    freeAgent: (row) => take(row, { agents: -1 }),
  }
}
