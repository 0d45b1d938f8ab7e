import { sql } from 'drizzle-orm'
import { upsertInto } from '../commit-part.ts'
import { columnsOf, number, statement, text } from '../statement.ts'
import { notices } from '../tables/index.ts'

/** Written again when a commit is decided again: the same notice under the same id. */
export const upsertNotices = upsertInto(notices)

/** Takes what is due, so that no other planner does before `until`; counts the try. */
export const takeNotices = statement<typeof notices.$inferSelect>(sql`update ${notices}
  set "due_at" = ${number('until')}, "tries" = ${notices.tries} + 1
  where (${notices.tenant}, ${notices.id}, ${notices.receiver}) in (
    select "tenant", "id", "receiver" from ${notices} where ${notices.dueAt} <= ${number('now')}
    order by ${notices.dueAt} limit ${number('limit')} for update skip locked)
  returning ${columnsOf(notices)}`)

export const dropNotice = statement(sql`delete from ${notices} where ${notices.tenant} = ${text('tenant')}
  and ${notices.id} = ${text('id')} and ${notices.receiver} = ${text('receiver')}`)

export const delayNotice = statement(sql`update ${notices} set "due_at" = ${number('dueAt')}
  where ${notices.tenant} = ${text('tenant')} and ${notices.id} = ${text('id')}
  and ${notices.receiver} = ${text('receiver')}`)
