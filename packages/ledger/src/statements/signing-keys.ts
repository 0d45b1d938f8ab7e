import type { SigningKey } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Sessions } from '../database.ts'
import { columnsOf, number, statement, text } from '../statement.ts'
import { signingKeys } from '../tables/index.ts'

/** Any number, the same in every Muster: held while one of them may add a key. */
const KEYS_LOCK = 6_878_742

const lock = statement(sql.raw(`select pg_advisory_xact_lock(${KEYS_LOCK}) is null as "locked"`))

const newestFirst = statement<SigningKey>(
  sql`select ${columnsOf(signingKeys)} from ${signingKeys} order by ${signingKeys.createdAt} desc, ${signingKeys.kid}`,
)

const keepKey = statement(
  sql`insert into ${signingKeys} ("kid", "jwk", "created_at")
    values (${text('kid')}, ${text('jwk')}, ${number('createdAt')})
    on conflict ("kid") do update set "jwk" = excluded."jwk"`,
)

/** The keys, newest first, once `revise` had the chance to add to them and to change how they are kept. */
export function keysAfter(
  sessions: Sessions,
  revise: (known: readonly SigningKey[]) => readonly SigningKey[],
): Promise<readonly SigningKey[]> {
  return sessions.transaction(async (session) => {
    await lock(session)
    const known = await newestFirst(session)
    const changed = revise(known)
    for (const key of changed) await keepKey(session, { ...key })
    return changed.length === 0 ? known : newestFirst(session)
  })
}
