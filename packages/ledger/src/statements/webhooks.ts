import type { WebhookRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session, Sessions } from '../database.ts'
import { columnsOf, number, statement, text } from '../statement.ts'
import { webhooks } from '../tables/index.ts'

const insertWebhook = statement(
  sql`insert into ${webhooks} ("tenant", "id", "name", "kind", "host", "sealed", "events", "created_by", "created_at")
    values (${text('tenant')}, ${text('id')}, ${text('name')}, ${text('kind')}, ${text('host')}, ${text('sealed')},
      ${text('events')}::json, ${text('createdBy')}::json, ${number('createdAt')})`,
)

/** Keeps a new webhook. */
export async function addWebhook(session: Session, { events, createdBy, ...row }: WebhookRow): Promise<void> {
  await insertWebhook(session, {
    ...row,
    events: JSON.stringify(events),
    createdBy: JSON.stringify(createdBy),
  })
}

export const dropWebhook = statement<{ readonly id: string }>(
  sql`delete from ${webhooks} where ${webhooks.tenant} = ${text('tenant')} and ${webhooks.id} = ${text('id')}
    returning "id"`,
)

export const webhooksOf = statement<WebhookRow>(
  sql`select ${columnsOf(webhooks)} from ${webhooks} where ${webhooks.tenant} = ${text('tenant')}
    order by ${webhooks.createdAt}, ${webhooks.id}`,
)

export const webhookById = statement<WebhookRow>(
  sql`select ${columnsOf(webhooks)} from ${webhooks} where ${webhooks.tenant} = ${text('tenant')}
    and ${webhooks.id} = ${text('id')}`,
)

const lockWebhooks = statement<WebhookRow>(
  sql`select ${columnsOf(webhooks)} from ${webhooks} order by ${webhooks.tenant}, ${webhooks.id} for update`,
)

const sealAnew = statement(
  sql`update ${webhooks} set "sealed" = ${text('sealed')} where ${webhooks.tenant} = ${text('tenant')}
    and ${webhooks.id} = ${text('id')}`,
)

/** Keeps of the webhooks of all tenants what `revise` answers for them otherwise encrypted. */
export function sealWebhooks(
  sessions: Sessions,
  revise: (known: readonly WebhookRow[]) => readonly WebhookRow[],
): Promise<void> {
  return sessions.transaction(async (session) => {
    for (const { tenant, id, sealed } of revise(await lockWebhooks(session)))
      await sealAnew(session, { tenant, id, sealed })
  })
}
