/** Who did something. */
export interface Actor {
  /** An agent is named by its id. */
  readonly kind: 'person' | 'script' | 'agent' | 'planner' | 'worker'
  readonly name: string
  readonly roles: readonly string[]
  /** The one who spoke for `name`, when the local owner used `--as`. */
  readonly via?: string
}

export const PLANNER: Actor = { kind: 'planner', name: 'planner', roles: [] }
