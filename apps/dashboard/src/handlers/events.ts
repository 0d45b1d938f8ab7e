import { changeEvents, entryEvents } from '../events.ts'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { eventStream } from '../reply.ts'
import { integerOf } from '../request.ts'

/** A run's entries as they are written, from `Last-Event-ID` or `after`. */
export const runStream: Handler = async ({ params, query, lastEventId, signal }, deps) => {
  const { id } = await loadRun(deps.ledger, params['run'])
  const from = lastEventId ?? query['after']
  const after = integerOf(from, 'after', 0, Number.MAX_SAFE_INTEGER)
  return eventStream(entryEvents(deps, id, after, signal))
}

/** Which runs have new entries, as it happens. */
export const changeStream: Handler = ({ signal }, deps) => eventStream(changeEvents(deps, signal))
