/** How many errors an agent may make, and how often its plan may be clarified when they are spent. */
export interface ErrorBudget {
  /** Errors before the plan must be clarified. */
  readonly errors: number
  /** Clarifications before the agent is revoked. */
  readonly clarifications: number
}

/** What PLAN is told when it must plan again because the error budget was spent. */
export interface ClarifiedPlan {
  /** 1 for the first clarification of this agent. */
  readonly number: number
  /** The digest of the plan that failed; permits and approvals bound to it are void. */
  readonly voids: string | null
  /** The errors that spent the budget, oldest first. */
  readonly errors: readonly string[]
}
