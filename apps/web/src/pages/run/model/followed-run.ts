import { groupBy } from './group-by.ts'
import type {
  AttemptRow,
  EntryView,
  Graph,
  GraphNode,
  Json,
  RunSummary,
  RunView,
  StageRow,
} from '@muster/core'

/** What lists and graphs tell of a stage; of one alone the API tells more. */
export type FollowedStage = Pick<
  StageRow,
  | 'stage'
  | 'position'
  | 'type'
  | 'status'
  | 'reason'
  | 'phase'
  | 'attempt'
  | 'fence'
  | 'startedAt'
  | 'finishedAt'
>

/** An attempt as far as entries tell it. */
export type FollowedAttempt = Pick<
  AttemptRow,
  'phase' | 'attempt' | 'fence' | 'status' | 'worker' | 'dispatchedAt' | 'startedAt' | 'finishedAt'
>

/** A run as the page shows it: what the API said at first, carried past each entry since. */
export interface FollowedRun {
  readonly run: RunSummary
  readonly graph: Graph
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly inputs: Readonly<Record<string, Json>>
  readonly withoutSandbox: readonly string[]
  readonly stages: ReadonlyMap<string, FollowedStage>
  /** Attempts by stage; null while nobody asked for them. */
  readonly attempts: ReadonlyMap<string, readonly FollowedAttempt[]> | null
  /** The newest entry that names each stage, as far as entries were followed. */
  readonly touched: ReadonlyMap<string, number>
  /** The newest entries, newest last; not all of them. */
  readonly recent: readonly EntryView[]
}

/** A run as the API tells it. */
export function toFollowed(graph: Graph, view: RunView, withAttempts: boolean): FollowedRun {
  return {
    run: view.run,
    graph,
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    inputs: view.inputs,
    withoutSandbox: view.withoutSandbox,
    stages: new Map(view.stages.map((row) => [row.stage, row])),
    attempts: withAttempts ? groupBy(view.attempts, ({ stage }) => stage) : null,
    touched: new Map(),
    recent: [],
  }
}
