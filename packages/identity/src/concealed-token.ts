import type { FleetKey } from './fleet-key.ts'
import type { TYPES } from './verify-token.ts'

/** What a token is of: it is revealed for nothing else. */
export interface TokenOf {
  readonly kind: keyof typeof TYPES
  /** `RUN.STAGE`. */
  readonly agent: string
  readonly fence: number
}

/** A token as it goes through the store. */
export function concealToken(fleet: FleetKey, token: string, of: TokenOf): string {
  return fleet.conceal(token, aboutOf(of))
}

/** The token that came through the store, or an empty one. That of an older planner is plain: it is signed all the same. */
export function revealToken(fleet: FleetKey, given: unknown, of: TokenOf): string {
  if (typeof given !== 'string' || given === '') return ''
  return given.includes('.') ? given : (fleet.reveal(given, aboutOf(of)) ?? '')
}

function aboutOf({ kind, agent, fence }: TokenOf): string {
  return `${kind} ${agent} ${fence}`
}
