import { changeEvents, entryEvents } from '../events.ts'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { eventStream } from '../reply.ts'
import { integerOf } from '../request.ts'

/** A run's entries as they are written, from `Last-Event-ID` or `after`. */
export const runStream: Handler = async ({ params, query, lastEventId, principal, signal }, deps) => {
  const { id } = await loadRun(deps.ledger, principal, params['run'])
  const from = lastEventId ?? query['after']
  const after = integerOf(from, 'after', 0, Number.MAX_SAFE_INTEGER)
  return eventStream(entryEvents(deps, principal, id, after, signal))
}

/** Which runs have new entries, as it happens. */
export const changeStream: Handler = ({ principal, signal }, deps) =>
  eventStream(changeEvents(deps, principal, signal))
