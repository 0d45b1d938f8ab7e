import { advance, type Entry, type Fact, fold, type RunState } from '@muster/core'
import { type Circumstances, resolveCommand } from './resolve-command.ts'

/** One beat of a run, decided: the entry to append, and the documents that its facts name. */
export interface Decided {
  readonly entry: Entry
  readonly documents: readonly string[]
}

/**
 * Folds a cause into a run and advances it until it waits for the world again. `before` sees each fact while the
 * state is still what it was before it.
 */
export function decideEntry(
  state: RunState,
  cause: Fact,
  circumstances: Circumstances,
  before: (fact: Fact) => void,
  after: (fact: Fact) => void,
): Decided {
  const { now } = circumstances
  const effects: Fact[] = []
  const documents: string[] = []
  const apply = (fact: Fact): void => {
    before(fact)
    fold(state, fact, now)
    after(fact)
  }
  apply(cause)
  for (let commands = advance(state.graph, state, now); commands.length > 0; ) {
    for (const command of commands) {
      const { fact, document } = resolveCommand(state, command, circumstances)
      apply(fact)
      effects.push(fact)
      if (document !== null) documents.push(document)
    }
    commands = advance(state.graph, state, now)
  }
  state.seq += 1
  return { entry: { run: state.run, seq: state.seq, at: now, cause, effects }, documents }
}
