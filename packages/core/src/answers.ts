import { advance } from './advance.ts'
import { decisionCommands } from './advance-gate.ts'
import type { Command } from './command.ts'
import { copyState } from './copy-state.ts'
import type { Fact } from './fact.ts'
import { fold } from './fold.ts'
import type { StageId } from './graph.ts'
import type { RunState, StageState } from './state.ts'
import { isEnded, isFailure, type RunStatus } from './status.ts'

/** What would follow at once if a gate ended so: the stages concerned, and where the run would stand. */
export interface Consequence {
  readonly starts: readonly StageId[]
  /** Those that go back to PLAN, or to their beginning. */
  readonly again: readonly StageId[]
  readonly skips: readonly StageId[]
  readonly fails: readonly StageId[]
  readonly cancels: readonly StageId[]
  readonly run: RunStatus
}

export const FORESEEN = ['approved', 'rejected', 'sent_back', 'expired'] as const
export type Foreseen = (typeof FORESEEN)[number]

/** More commands than this are not followed: what is shown is then what came first. */
const MOST_COMMANDS = 20_000

/** What a verdict would come to, tried on a copy of the run. `resolve` answers a command with the fact to be folded. */
export function foresee(
  state: RunState,
  stage: StageId,
  verdict: Foreseen,
  resolve: (state: RunState, command: Command) => Fact,
  now: number,
): Consequence {
  const copy = copyState(state)
  copy.agenda.clear()
  const apply = (command: Command): void => fold(copy, resolve(copy, command), now)
  for (const command of decisionCommands(copy, stage, verdict)) apply(command)
  let commands = advance(copy.graph, copy, now)
  for (let count = 0; commands.length > 0 && count < MOST_COMMANDS; count += 1) {
    for (const command of commands) apply(command)
    commands = advance(copy.graph, copy, now)
  }
  return compare(state, copy)
}

function compare(before: RunState, after: RunState): Consequence {
  const found = { starts: [], again: [], skips: [], fails: [], cancels: [] } as Record<string, StageId[]>
  for (const [id, now] of after.stages) {
    const was = before.stages.get(id)
    if (was === undefined || was === now) continue
    const how = differs(was, now)
    if (how !== null) found[how]?.push(id)
  }
  return { ...(found as unknown as Omit<Consequence, 'run'>), run: after.progress.status }
}

function differs(was: StageState, now: StageState): keyof Omit<Consequence, 'run'> | null {
  if (isEnded(now.status)) {
    if (now.status === 'cancelled') return 'cancels'
    return now.status === 'skipped' ? 'skips' : isFailure(now.status) ? 'fails' : null
  }
  if (isEnded(was.status)) return 'again'
  const agent = 'agent' in now ? now.agent : null
  if (agent === null) return was.status === 'pending' && now.status !== 'pending' ? 'starts' : null
  if (agent.ending !== null) return agent.ending.status === 'cancelled' ? 'cancels' : 'fails'
  const plans = 'phase' in agent.step && agent.step.phase === 'PLAN'
  return was.status === 'waiting' && plans ? 'again' : 'starts'
}
