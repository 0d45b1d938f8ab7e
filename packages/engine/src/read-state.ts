import { foldEntries, type Ledger, type RunState } from '@muster/core'
import { readEntries } from './read-entries.ts'

/** A run as its entries say it stands, for reading alone: whoever moves runs holds states of its own. */
export async function readState(ledger: Pick<Ledger, 'entries' | 'graph'>, run: string): Promise<RunState> {
  const [graph, entries] = await Promise.all([ledger.graph(run), readEntries(ledger, run)])
  return foldEntries(run, graph, entries)
}
