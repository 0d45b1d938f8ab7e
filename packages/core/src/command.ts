import type { Fact } from './fact.ts'
import type { StageId } from './graph.ts'

/** What `advance` wants done next. */
export type Command =
  /** Write this down; publishing follows from the fact. */
  | { readonly do: 'record'; readonly fact: Fact }
  /** Evaluate the stage's `when`, then record `guard.decided`. */
  | { readonly do: 'guard'; readonly stage: StageId }
  /** Evaluate the condition's `if`, then record `condition.decided`. */
  | { readonly do: 'decide'; readonly stage: StageId }
  /** Resolve the agent's inputs, write its brief, then record `stage.started`. */
  | { readonly do: 'brief'; readonly stage: StageId }
  /** Open the gate: digest what voters are shown, then record `gate.opened`. */
  | { readonly do: 'open'; readonly stage: StageId }
