/** Who did something. */
export interface Actor {
  readonly kind: 'person' | 'script' | 'planner' | 'worker'
  readonly name: string
  readonly roles: readonly string[]
  /** The one who spoke for `name`, when the local owner used `--as`. */
  readonly via?: string
}

export const PLANNER: Actor = { kind: 'planner', name: 'planner', roles: [] }
