import type { WorkPhase } from './phase.ts'

/** The phases whose attempts a pipeline can limit: those that a failure may repeat. */
export const LIMITED_PHASES = ['preflight', 'plan', 'execute', 'verify'] as const

/**
 * What an agent may spend on one plan, and how often it may plan again when that is spent. Null is without limit.
 * A clarification starts it anew, so that in all an agent may spend it `clarifications + 1` times.
 */
export interface ErrorBudget {
  /** Errors of all kinds. */
  readonly errors: number | null
  /** Errors of one kind: the code of a fault, `timed_out`, or a kind that the agent reports. */
  readonly kinds: Readonly<Record<string, number>>
  /** Attempts of one phase. */
  readonly attempts: Readonly<Partial<Record<WorkPhase, number>>>
  /** Milliseconds that its attempts may take in all. */
  readonly wallMs: number | null
  /** Bytes that its program may write to its output and error streams, or as messages. */
  readonly outputBytes: number | null
  /** Model tokens, as far as the agent or the host's model reports them. */
  readonly tokens: number | null
  /** What the model costs, in the currency in which it is reported. */
  readonly cost: number | null
  /** Clarifications before the agent is revoked. */
  readonly clarifications: number
}

/** Errors of one kind that an attempt is charged with besides its own failure. */
export interface ChargedError {
  readonly kind: string
  /** The first of them, in the words of who reported it. */
  readonly message: string
  /** How many; 1 unless it came again and again. */
  readonly count: number
}

/** What an attempt spent, as its worker metered it. */
export interface Spending {
  /** What the agent reported and which limits it broke, oldest first; at most MAX_CHARGED_ERRORS. */
  readonly errors: readonly ChargedError[]
  readonly outputBytes: number
  readonly tokens: number
  readonly cost: number
}

/** What an agent has spent. */
export interface Spent {
  readonly errors: number
  readonly kinds: Readonly<Record<string, number>>
  /** Attempts that ended, by phase. */
  readonly attempts: Readonly<Partial<Record<WorkPhase, number>>>
  readonly wallMs: number
  readonly outputBytes: number
  readonly tokens: number
  readonly cost: number
}

/** What an attempt may still spend; null is without limit. Zero or less is spent. */
export interface BudgetLeft {
  readonly errors: number | null
  /** Of the kinds that have a limit of their own. */
  readonly kinds: Readonly<Record<string, number>>
  readonly wallMs: number | null
  readonly outputBytes: number | null
  readonly tokens: number | null
  readonly cost: number | null
}

/** What PLAN is told when it must plan again because the budget was spent. */
export interface ClarifiedPlan {
  /** 1 for the first clarification of this agent; what people send back leaves it as it was, 0 before the first. */
  readonly number: number
  /** The digest of the plan that failed; permits and approvals bound to it are void. Null when there was none yet. */
  readonly voids: string | null
  /** What was spent, as a sentence. */
  readonly because: string
  /** What failed: the errors since the plan before, oldest first. */
  readonly errors: readonly string[]
  /** What was learnt: the last words of the agent in what failed. */
  readonly learnt: readonly string[]
  /** What changes, in the words of the new plan; null until there is one that says so. */
  readonly changes: string | null
  /** Present when people sent the plan or what came of it back, and no budget was spent. */
  readonly review?: Review
}

/** What people who sent something back want to be different. */
export interface Review {
  /** The gate, as the path of its stage, and its round. */
  readonly gate: string
  readonly round: number
  readonly comments: readonly { readonly by: string; readonly comment: string }[]
}

/** A budget as people see it: the limits, what is spent of them, and how often the plan was clarified. */
export interface BudgetView {
  /** Null when the pipeline sets no limits. */
  readonly limits: ErrorBudget | null
  /** Since the last clarification: what counts against the limits. */
  readonly spent: Spent
  /** Since the agent first started, through clarifications and retries. */
  readonly total: Spent
  /** The newest; null when there was none. */
  readonly clarification: ClarifiedPlan | null
}

/** Entries of Spending.errors; further ones count under the last entry of their kind, or under `other`. */
export const MAX_CHARGED_ERRORS = 16
/** What an error's kind looks like. */
export const ERROR_KIND_PATTERN = '^[A-Za-z0-9_.:-]{1,64}$'
/** Characters of an error's message. */
export const MAX_ERROR_MESSAGE = 300
/** Errors without a kind of their own. */
export const OTHER_KIND = 'other'
