import type {
  Artifacts,
  Clock,
  Commit,
  Dispatch,
  FleetPolicy,
  Ledger,
  Log,
  Outcomes,
  Signer,
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
  readonly policy: FleetPolicy
  readonly clock: Clock
  /** A number in [0, 1), as Math.random. */
  readonly random: () => number
  readonly log: Log
  /** Told of every commit, to count it; it must not throw. */
  readonly committed?: (commit: Commit) => void
}
