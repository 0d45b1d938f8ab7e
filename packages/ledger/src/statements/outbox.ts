import type { OutboxRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import { arrayLiteral, columnar } from '../columnar.ts'
import type { CommitPart } from '../commit-part.ts'
import type { Session } from '../database.ts'
import { list, number, statement } from '../statement.ts'
import { outbox } from '../tables/index.ts'

const { names, source, values } = columnar(outbox, 'outbox', ['tenant', 'run', 'message', 'writtenAt'])

/** Keeps messages until they are published; answers their ids, which grow in the order of the messages. */
export const insertOutbox: CommitPart<Omit<typeof outbox.$inferInsert, 'id'>> = {
  query: sql`insert into ${outbox} (${names}) select * from ${source} returning "id"`,
  values: (rows) => values(rows.map((row) => ({ ...row, id: 0 }))),
}

const remove = statement(sql`delete from ${outbox} where ${outbox.id} = any(${list('ids', 'bigint')})`)

export async function clearOutbox(session: Session, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await remove(session, { ids: arrayLiteral(ids) })
}

export const staleOutbox = statement<OutboxRow>(sql`select ${outbox.id} as "id", ${outbox.run} as "run",
  ${outbox.message} as "message" from ${outbox} where ${outbox.writtenAt} < ${number('before')}
  order by ${outbox.id} limit ${number('limit')}`)
