import type { Commit, OutboxRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import { arrayLiteral } from '../columnar.ts'
import type { Session } from '../database.ts'
import { list, number, statement } from '../statement.ts'
import { outbox, runs } from '../tables/index.ts'

const insert = statement<{
  readonly id: number
}>(sql`insert into ${outbox} ("tenant", "run", "message", "written_at")
  select ${runs.tenant}, given."run", given."message", ${number('at')}
  from unnest(${list('runs', 'text')}, ${list('messages', 'json')}) with ordinality as given("run", "message", "place")
  left join ${runs} on ${runs.id} = given."run"
  order by given."place" returning "id"`)

/** Keeps messages until they are published; answers their ids, in order. */
export async function insertOutbox(
  session: Session,
  rows: Commit['outbox'],
  at: number,
): Promise<readonly number[]> {
  if (rows.length === 0) return []
  const given = await insert(session, {
    runs: arrayLiteral(rows.map(({ run }) => run)),
    messages: arrayLiteral(rows.map(({ message }) => JSON.stringify(message))),
    at,
  })
  return given.map(({ id }) => id)
}

const remove = statement(sql`delete from ${outbox} where ${outbox.id} = any(${list('ids', 'bigint')})`)

export async function clearOutbox(session: Session, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await remove(session, { ids: arrayLiteral(ids) })
}

export const staleOutbox = statement<OutboxRow>(sql`select ${outbox.id} as "id", ${outbox.run} as "run",
  ${outbox.message} as "message" from ${outbox} where ${outbox.writtenAt} < ${number('before')}
  order by ${outbox.id} limit ${number('limit')}`)
