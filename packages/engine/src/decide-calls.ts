import {
  createState,
  type Fact,
  findRevocation,
  gatesIn,
  type Graph,
  type IdempotencyKey,
  MusterError,
  type QuotaBook,
  type Revoked,
  type RunRow,
  toMusterError,
  publishedBy,
  withdrawnIn,
} from '@muster/core'
import type { Birth, Request } from './beat.ts'
import { tierRefusal } from './ask-tier.ts'
import type { Admission } from './engine.ts'
import { type Known, type MovingRun, move, toMove } from './moving-run.ts'
import type { CachedRun } from './run-cache.ts'

/** What one caller asked of a beat. */
export type Call =
  | { readonly kind: 'move'; readonly requests: readonly Request[] }
  | { readonly kind: 'bear'; readonly birth: Birth }

export type Answer =
  | { readonly kind: 'moved'; readonly rows: readonly RunRow[] }
  | { readonly kind: 'admitted'; readonly admission: Admission }
  | { readonly kind: 'refused'; readonly reason: unknown }

/** What a beat comes to: an answer for each call, what is to be written, and the documents that it names. */
export interface Decision {
  readonly answers: readonly Answer[]
  readonly moved: readonly MovingRun[]
  readonly documents: readonly string[]
  /** Every request moved its run: what was decided holds as soon as it is written, even if a run was not up to date. */
  readonly certain: boolean
}

/** Decides the calls of one beat, in order. `owners` are the runs to which idempotency keys belong; births add to them. */
export function decideCalls(
  calls: readonly Call[],
  runs: ReadonlyMap<string, CachedRun>,
  owners: Map<string, RunRow>,
  known: Known,
): Decision {
  const { revoked, quotas } = known
  const moving = new Map<string, MovingRun>()
  const documents: string[] = []
  let certain = true

  const bear = ({ row, graph, judge }: Birth): Answer => {
    let cause: Fact
    try {
      cause = judge()
    } catch (reason) {
      certain = false
      return { kind: 'refused', reason }
    }
    const key = keyOf(row)
    const owner = key === null ? undefined : owners.get(key)
    if (owner !== undefined) return { kind: 'admitted', admission: { run: owner, created: false } }
    const reason = startRefusal(row, graph, known) ?? quotaRefusal(quotas, row, graph)
    if (reason !== null) {
      certain = false
      return { kind: 'refused', reason }
    }
    const run = toMove(row, createState(row.id, graph), graph)
    moving.set(row.id, run)
    documents.push(...move(run, cause, known))
    if (key !== null) owners.set(key, run.row)
    return { kind: 'admitted', admission: { run: run.row, created: true } }
  }

  const moveAll = (requests: readonly Request[]): Answer => {
    const mine = new Set<MovingRun>()
    for (const { run: id, judge } of requests) {
      const cached = runs.get(id)
      if (cached === undefined) {
        certain = false
        continue
      }
      const run = moving.get(id) ?? toMove(cached.row, cached.state, null)
      let cause: Fact | null
      try {
        cause = judge(run.state, run.row, revoked)
        if (cause?.kind === 'run.retried' || cause?.kind === 'run.resumed') {
          const { graph } = run.state
          const refusal = tierRefusal(run.row, graph, cause.by, known) ?? quotaRefusal(quotas, run.row, graph)
          if (refusal !== null) throw refusal
        }
      } catch (reason) {
        certain = false
        return { kind: 'refused', reason }
      }
      if (cause === null) {
        certain = false
        continue
      }
      moving.set(id, run)
      mine.add(run)
      documents.push(...move(run, cause, known))
    }
    return { kind: 'moved', rows: [...mine].map(({ row }) => row) }
  }

  const answers = calls.map((call) => (call.kind === 'bear' ? bear(call.birth) : moveAll(call.requests)))
  return { answers, moved: [...moving.values()], documents, certain }
}

/** Why nothing may start in the project of a run; null when it may. */
export function projectRefusal(revoked: Revoked, { tenant, project }: RunRow): MusterError | null {
  const revocation = findRevocation(revoked, tenant, 'project', project)
  if (revocation === null) return null
  return new MusterError('MUSTER_PROJECT_REVOKED', { project, reason: revocation.reason })
}

/** Why nothing new may start with the templates of a graph; null when it may. */
function templateRefusal(revoked: Revoked, { tenant }: RunRow, graph: Graph): MusterError | null {
  const found = withdrawnIn(publishedBy(revoked, tenant), graph)
  if (found === null) return null
  return new MusterError('MUSTER_TEMPLATE_WITHDRAWN', {
    template: found.template,
    reason: found.withdrawn.reason,
  })
}

/** Why a run may not start, whatever is used: its project is revoked, a template withdrawn, or a tier too high. */
export function startRefusal(
  row: RunRow,
  graph: Graph,
  known: Pick<Known, 'policy' | 'revoked'>,
): MusterError | null {
  return (
    projectRefusal(known.revoked, row) ??
    templateRefusal(known.revoked, row, graph) ??
    tierRefusal(row, graph, row.by, known)
  )
}

/** Why a run may not start, or start again, for what its tenant and its project use; null when it may. */
export function quotaRefusal(quotas: QuotaBook, row: RunRow, graph: Graph): MusterError | null {
  try {
    quotas.takeRun(row, gatesIn(graph))
    return null
  } catch (thrown) {
    return toMusterError(thrown)
  }
}

/** The runs that calls want to move. */
export function runsOf(calls: readonly Call[]): readonly string[] {
  return [
    ...new Set(calls.flatMap((call) => (call.kind === 'bear' ? [] : call.requests.map(({ run }) => run)))),
  ]
}

/** The idempotency keys of a call: of a birth that has one. */
export function keysOf(call: Call): readonly IdempotencyKey[] {
  if (call.kind === 'move' || call.birth.row.idempotencyKey === null) return []
  const { tenant, project, idempotencyKey: key } = call.birth.row
  return [{ tenant, project, key }]
}

/** An idempotency key as one text; null for a run without one. */
export function keyOf({ tenant, project, idempotencyKey }: RunRow): string | null {
  return idempotencyKey === null ? null : JSON.stringify([tenant, project, idempotencyKey])
}
