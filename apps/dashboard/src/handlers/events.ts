import { changeEvents } from '../change-events.ts'
import { entryEvents } from '../events.ts'
import type { Handler } from '../handler.ts'
import { loadRun } from '../load.ts'
import { eventStream } from '../reply.ts'
import { integerOf } from '../request.ts'

/** A run's entries as they are written, from `Last-Event-ID` or `after`. */
export const runStream: Handler<'get /api/runs/:run/events'> = async (
  { params, query, lastEventId, principal, signal },
  deps,
) => {
  const { id } = await loadRun(deps.ledger, principal, params.run)
  const from = lastEventId ?? query.after
  const after = integerOf(from, 'after', 0, Number.MAX_SAFE_INTEGER)
  return eventStream(entryEvents(deps, principal, id, after, signal))
}

/** What changes, as it happens: from `Last-Event-ID` or `after`, or from now on. */
export const changeStream: Handler<'get /api/events'> = ({ query, lastEventId, principal, signal }, deps) =>
  eventStream(changeEvents(deps, principal, lastEventId ?? query.after ?? null, signal))
