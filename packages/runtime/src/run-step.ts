import type { Brief, CommandPhase, JsonObject, Outcome } from '@muster/core'
import type { PhaseRun } from './phase-run.ts'
import { runAgent } from './protocol/run-agent.ts'
import { runCommand } from './run-command.ts'

/** What an agent's own part of a phase came to. */
export type StepResult =
  | {
      readonly kind: 'done'
      /** The plan, the outputs or the checks; null when it put out nothing. */
      readonly output: JsonObject | null
      /** How it went, for the record. */
      readonly facts: JsonObject
    }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** Lets the agent do its part of a phase; null when its template has none. Its failure is an outcome, not an error. */
export async function runStep(
  run: PhaseRun,
  brief: Brief,
  phase: CommandPhase,
  given: JsonObject,
): Promise<StepResult | null> {
  const { agent, commands } = brief.template
  if (agent !== null) return runAgent(run, brief, agent, phase, given)
  const argv = commands[phase]
  return argv === undefined ? null : runCommand(run, brief, { phase, argv }, given)
}
