import type { Actor } from './actor.ts'
import type { ClarifiedPlan, Spent } from './budget.ts'
import type { EffectProgress } from './effect.ts'
import type { GateBinds, OpenGate, Verdict } from './gate.ts'
import type { Graph, GraphNode, StageId } from './graph.ts'
import type { Json } from './json.ts'
import type { Outcome } from './outcome.ts'
import type { WorkPhase } from './phase.ts'
import type { EndStatus, RunEndStatus } from './status.ts'

/** How a stage is about to end, decided before its closing phases. */
export interface Ending {
  readonly status: EndStatus
  readonly reason: string | null
}

/** Where an agent's walk through the phases stands. */
export type Step =
  /** To be dispatched now; `retry` makes it a new attempt. */
  | { readonly kind: 'next'; readonly phase: WorkPhase; readonly retry: boolean }
  | {
      readonly kind: 'dispatched'
      readonly phase: WorkPhase
      readonly at: number
      readonly notBefore: number
      readonly home: string | null
    }
  | { readonly kind: 'settled'; readonly phase: WorkPhase; readonly outcome: Outcome }
  /** Walked to the end. */
  | { readonly kind: 'done' }

/** What a plan says will be done, and to what. */
export interface PlannedAction {
  readonly verb: string
  readonly target: string
  /** Of the parameters, where the plan states them: then nothing is done with others. */
  readonly digest?: string
}

/** An agent at work. */
export interface AgentProgress {
  readonly step: Step
  /** The worker that keeps it warm. */
  readonly home: string | null
  readonly brief: string
  readonly startedAt: number
  /** Set when its first phase settles: a stage's clock starts when a worker takes it up. */
  readonly deadline: number | null
  /** Failed tries so far, against `retries`. */
  readonly failures: number
  readonly planDigest: string | null
  /** The permit to EXECUTE that was issued last, and under which fence. */
  readonly permit: { readonly id: string; readonly fence: number } | null
  /** The newest checkpoint, which its next attempt goes on from. */
  readonly checkpoint: string | null
  /** Of its plan; none when its template declares no effects and its plan needs no approval. */
  readonly actions: readonly PlannedAction[]
  readonly outputs: Readonly<Record<string, Json>>
  readonly manifest: string | null
  readonly ending: Ending | null
}

/** What an agent had when a phase had succeeded: enough to go on with the next one. */
export interface ResumePoint {
  readonly phase: WorkPhase
  readonly checkpoint: string
  readonly brief: string
  readonly planDigest: string | null
  readonly actions: readonly PlannedAction[]
  readonly outputs: Readonly<Record<string, Json>>
}

export type StageState =
  /** `guard` is the decided `when`; `held` says why an agent waits for room. */
  | { readonly status: 'pending'; readonly guard: boolean | null; readonly held?: string }
  | { readonly status: 'running'; readonly kind: 'agent'; readonly agent: AgentProgress }
  /** `taken` is the branch that a condition chose. */
  | {
      readonly status: 'running'
      readonly kind: 'container'
      readonly startedAt: number
      readonly taken: 'then' | 'else' | null
    }
  /** At its gate; `agent` is the one whose plan waits for an approval. */
  | { readonly status: 'waiting'; readonly startedAt: number; readonly agent: AgentProgress | null }
  | {
      readonly status: EndStatus
      readonly reason: string | null
      readonly startedAt: number | null
      readonly finishedAt: number
      readonly outputs: Readonly<Record<string, Json>>
      readonly manifest: string | null
    }

/** A gate of a run, open or decided. */
export interface GateProgress extends OpenGate {
  /** 1, then one more for each time it opens again. */
  readonly round: number
  readonly openedAt: number
  /** Null in rounds from before gates told what they bind to. */
  readonly binds: GateBinds | null
  /** What is different since the round before, in words. */
  readonly changed: readonly string[]
  /** What the plan that it is about would do. */
  readonly actions: readonly PlannedAction[]
  /** When all that was needed has been approved and the delay of the tier is over; null before, and without a delay. */
  readonly heldUntil: number | null
  /** Reminders sent in this round. */
  readonly reminded: number
  /** Votes refused in this round. */
  readonly refused: number
  /** Whose vote would follow from the run itself, but for policies that deny it: names, of this round. */
  readonly silenced: readonly string[]
  /** How often it was sent back, through all rounds. */
  readonly sentBack: number
  readonly decided: { readonly verdict: Verdict; readonly reason: string | null; readonly at: number } | null
}

/** Counters of an agent that only grow, through retries of the run too. */
export interface Counter {
  readonly attempt: number
  readonly fence: number
  /** The newest fence whose outcome was accepted; 0 for none. */
  readonly settled: number
}

/** What an agent has spent, and what came of it. It outlives the agent when its run is retried. */
export interface BudgetProgress {
  /** Since the last clarification: what counts against the limits. */
  readonly spent: Spent
  readonly total: Spent
  /** Errors since the last clarification, oldest first; of many the newest. */
  readonly errors: readonly string[]
  /** What the agent said of them. */
  readonly said: readonly string[]
  readonly clarification: ClarifiedPlan | null
  /** Digests of plans that were clarified away: nothing is done by them any more. */
  readonly voided: readonly string[]
}

export type RunProgress =
  | {
      readonly status: 'running'
      readonly stopping: (Ending & { readonly status: 'cancelled' | 'timed_out' | 'revoked' }) | null
    }
  | { readonly status: RunEndStatus; readonly reason: string | null; readonly finishedAt: number }

/**
 * A run, folded from its entries. `fold` changes it in place; whoever holds it owns it.
 *
 * S1. `unmet`, `open` and `agenda` follow from `stages`: `reindex` can always rebuild them.
 * S2. Everything on the agenda has something to be decided, so that `advance` never looks in vain.
 */
export interface RunState {
  readonly run: string
  readonly graph: Graph
  readonly nodes: ReadonlyMap<StageId, GraphNode>
  /** The place of each stage in the graph. */
  readonly positions: ReadonlyMap<StageId, number>
  /** Who requires whom: the inverse of GraphNode.requires. */
  readonly dependents: ReadonlyMap<StageId, readonly StageId[]>
  seq: number
  graphDigest: string
  progress: RunProgress
  submittedBy: Actor
  /** The digest of the policies in force when an agent last began; null in a run from before policies were asked. */
  policy: string | null
  /** How often policies denied somebody something about it. */
  denials: number
  yesToGates: boolean
  startedAt: number
  deadline: number | null
  readonly stages: Map<StageId, StageState>
  readonly counters: Map<StageId, Counter>
  readonly budgets: Map<StageId, BudgetProgress>
  readonly gates: Map<StageId, GateProgress>
  /** Stages that go on from a checkpoint instead of starting anew, until they start. */
  readonly resuming: Map<StageId, ResumePoint>
  /** Stages that must stop, and how they are to end. */
  readonly stopping: Map<StageId, Ending>
  /** Requirements that have not ended. */
  readonly unmet: Map<StageId, number>
  /** Children of a container, or top-level stages under ROOT, that have not ended. */
  readonly open: Map<StageId, number>
  /** Branches of a parallel that wait for a place. */
  readonly queued: Map<StageId, StageId[]>
  /** Stages that something is to be decided about; ROOT stands for the run. */
  readonly agenda: Set<StageId>
  /** Stages whose state changed since someone last cleared it. */
  readonly changed: Set<StageId>
  /** What the agents of a stage asked for, in order; kept through retries of the run. Empty where nobody asked. */
  readonly effects: Map<StageId, EffectProgress[]>
  /** The numbers of effects that changed since someone last cleared it. */
  readonly changedEffects: Map<StageId, Set<number>>
}

/** Stands for the run itself where stages are named. */
export const ROOT: StageId = ''
