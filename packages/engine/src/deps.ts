import {
  type Artifacts,
  type Clock,
  type Dispatch,
  digestOf,
  floorOf,
  type Ledger,
  type Log,
  type Outcomes,
  type Signer,
  TIERS,
} from '@muster/core'
import type { TemplateSource } from '@muster/dsl'

/** What the use cases stand on. */
export interface EngineDeps {
  readonly ledger: Ledger
  readonly dispatch: Dispatch
  readonly outcomes: Pick<Outcomes, 'tail' | 'settledThrough'>
  readonly artifacts: Artifacts
  readonly signer: Signer
  readonly templates: TemplateSource
  /** Texts of pipelines that may be submitted by name. */
  readonly pipelines: ReadonlyMap<string, string>
  readonly clock: Clock
  /** A number in [0, 1), as Math.random. */
  readonly random: () => number
  readonly log: Log
  /** Names of those who are told of gates. */
  readonly receivers?: readonly string[]
  /** The digest of the policy that now holds for a tenant: approvals bind to it. */
  readonly policyOf?: (tenant: string) => string
}

/** Of a Muster without policies of its own: the floors of the tiers alone. */
const FLOORS_ONLY = digestOf({ floors: TIERS.map(floorOf) })

/** The digest of the policy that holds for a tenant. */
export function policyOf(deps: Pick<EngineDeps, 'policyOf'>): (tenant: string) => string {
  return deps.policyOf ?? (() => FLOORS_ONLY)
}
