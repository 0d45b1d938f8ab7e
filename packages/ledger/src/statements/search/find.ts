import { type FoundPage, MusterError, type RunFilter, RUN_STATUSES, type Search } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session, Sessions } from '../../database.ts'
import { statement, text } from '../../statement.ts'
import { newestRuns } from '../runs.ts'
import { badAfter, pageOf } from './page.ts'
import { findEntries } from './search-entries.ts'
import { findGates } from './search-gates.ts'
import { findStages } from './search-stages.ts'

/** Of one kind, in milliseconds. PGlite heeds no such limit; what it holds is small. */
const LIMIT_MS = 2_000
/** That a statement took longer. */
const CANCELLED = '57014'

const limitTime = statement(sql`select set_config('statement_timeout', ${text('ms')}, true)`)

async function findRuns(session: Session, search: Search): Promise<FoundPage> {
  const { tenant, project, query, after, limit } = search
  const { words, pipeline, by, since } = query
  const status = RUN_STATUSES.find((one) => one === query.status)
  const filter: RunFilter = {
    tenant,
    limit,
    words,
    ...(project !== undefined && { project }),
    ...(status !== undefined && { status }),
    ...(pipeline !== undefined && { pipeline }),
    ...(by !== undefined && { by }),
    ...(since !== undefined && { since }),
    ...(after !== undefined && { before: after }),
  }
  return pageOf(
    await newestRuns(session, filter),
    limit,
    (run) => ({ kind: 'run', run }),
    ({ id }) => id,
  )
}

function find(session: Session, search: Search): Promise<FoundPage> {
  switch (search.kind) {
    case 'run':
      return findRuns(session, search)
    case 'agent':
    case 'stage':
      return findStages(session, search)
    case 'gate':
      return findGates(session, search)
    case 'entry':
      return findEntries(session, search)
  }
}

/** A page of what a search finds of one kind. Throws MUSTER_SEARCH_TOO_WIDE. */
export async function searchIn(sessions: Sessions, search: Search): Promise<FoundPage> {
  // No cursor holds a NUL, and no statement takes one.
  if (search.after?.includes('\0')) throw badAfter()
  try {
    return await sessions.transaction(async (session) => {
      await limitTime(session, { ms: String(LIMIT_MS) })
      return find(session, search)
    })
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === CANCELLED)
      throw new MusterError('MUSTER_SEARCH_TOO_WIDE', { limit: LIMIT_MS })
    throw thrown
  }
}
