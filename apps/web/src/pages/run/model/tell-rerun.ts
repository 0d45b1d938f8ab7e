import { startAgain } from '@muster/core'
import { list, plural } from '../../../ui/words.ts'
import type { FollowedRun } from './followed-run.ts'

/** More are told as a number. */
const MOST_NAMED = 6

/** Which stages run again when an ended run is started again from one of them, which ask again, and what is kept. */
export function tellRerun({ graph, stages }: Pick<FollowedRun, 'graph' | 'stages'>, from: string): string {
  const { again } = startAgain(graph, (id) => stages.get(id)?.status ?? 'pending', { from })
  const leaves = graph.nodes.filter(({ type }) => type === 'agent' || type === 'gate')
  const named = (type: 'agent' | 'gate') => {
    const ids = leaves.filter((node) => node.type === type && again.has(node.id)).map(({ id }) => id)
    const more = ids.length - MOST_NAMED
    return more > 0 ? [...ids.slice(0, MOST_NAMED), `${more} more`] : ids
  }
  const [agents, gates] = [named('agent'), named('gate')]
  const kept = leaves.filter(({ id }) => !again.has(id)).length
  return [
    agents.length > 0 && `${list(agents)} ${agents.length === 1 ? 'runs' : 'run'} again.`,
    gates.length > 0 && `${list(gates)} ${gates.length === 1 ? 'asks' : 'ask'} again.`,
    kept > 0 &&
      `${plural(kept, 'stage')} ${kept === 1 ? 'stays' : 'stay'} as ${kept === 1 ? 'it is' : 'they are'}.`,
  ]
    .filter((part) => part !== false)
    .join(' ')
}
