import type { Graph } from './graph.ts'
import { LIMIT_NAMES, type LimitName, type QuotaView } from './quota.ts'

/** What a run would take of one limit of its tenant or its project. */
export interface QuotaTaking {
  /** Null for the tenant itself. */
  readonly project: string | null
  readonly name: LimitName
  /** Null when there is none. */
  readonly limit: number | null
  readonly used: number
  /** At most so much at a time; null for what is charged as it is used. */
  readonly takes: number | null
}

/** How many stages of a graph wait for people whatever their plans come to. */
export function gatesIn({ nodes }: Graph): number {
  return nodes.filter(({ type }) => type === 'gate').length
}

/** What a run of this graph would take: of a tenant what can be told ahead, and whatever is limited. */
export function quotaTakings(graph: Graph, views: readonly QuotaView[]): readonly QuotaTaking[] {
  const takes: Readonly<Partial<Record<LimitName, number>>> = {
    runs: 1,
    agents: graph.nodes.filter(({ type }) => type === 'agent').length,
    runsPerDay: 1,
    openGates: gatesIn(graph),
  }
  return views.flatMap(({ project, limits, usage }) =>
    LIMIT_NAMES.filter(
      (name) => limits[name] !== undefined || (project === null && takes[name] !== undefined),
    ).map((name) => ({
      project,
      name,
      limit: limits[name] ?? null,
      used: usage[name],
      takes: takes[name] ?? null,
    })),
  )
}
