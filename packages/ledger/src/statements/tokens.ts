import type { SessionRow, TokenRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { columnsOf, number, statement, text } from '../statement.ts'
import { sessions, tokens } from '../tables/index.ts'

const insertToken = statement(
  sql`insert into ${tokens} ("tenant", "id", "name", "hash", "vote_key", "actor", "permissions", "project", "created_by",
      "created_at", "expires_at")
    values (${text('tenant')}, ${text('id')}, ${text('name')}, ${text('hash')}, ${text('voteKey')},
      ${text('actor')}::json, ${text('permissions')}::json, ${text('project')}, ${text('createdBy')}::json,
      ${number('createdAt')}, ${number('expiresAt')})`,
)

/** Keeps a new token. */
export async function addToken(session: Session, row: TokenRow): Promise<void> {
  const { tenant, id, name, hash, voteKey, project, createdAt, expiresAt } = row
  const [actor, permissions, createdBy] = [row.actor, row.permissions, row.createdBy].map((one) =>
    JSON.stringify(one),
  )
  const json = { actor: actor ?? '', permissions: permissions ?? '', createdBy: createdBy ?? '' }
  await insertToken(session, { tenant, id, name, hash, voteKey, project, createdAt, expiresAt, ...json })
}

export const endToken = statement<{ readonly id: string }>(
  sql`update ${tokens} set "revoked_at" = ${number('at')} where ${tokens.tenant} = ${text('tenant')}
    and ${tokens.id} = ${text('id')} and ${tokens.revokedAt} is null returning "id"`,
)

export const tokensOf = statement<TokenRow>(
  sql`select ${columnsOf(tokens)} from ${tokens} where ${tokens.tenant} = ${text('tenant')}
    order by ${tokens.createdAt} desc, ${tokens.id}`,
)

export const tokenByHash = statement<TokenRow>(
  sql`select ${columnsOf(tokens)} from ${tokens} where ${tokens.hash} = ${text('hash')}`,
)

export const useToken = statement(
  sql`update ${tokens} set "last_used_at" = ${number('at')}
    where ${tokens.tenant} = ${text('tenant')} and ${tokens.id} = ${text('id')}`,
)

const insertSession = statement(
  sql`insert into ${sessions} ("tenant", "hash", "actor", "permissions", "project", "login", "credential", "login_at",
      "seen_at", "expires_at")
    values (${text('tenant')}, ${text('hash')}, ${text('actor')}::json, ${text('permissions')}::json,
      ${text('project')}, ${text('login')}, ${text('credential')}, ${number('loginAt')}, ${number('seenAt')},
      ${number('expiresAt')})`,
)

/** Keeps a new session. */
export async function addSession(session: Session, row: SessionRow): Promise<void> {
  const { actor, permissions, ...rest } = row
  await insertSession(session, {
    ...rest,
    actor: JSON.stringify(actor),
    permissions: JSON.stringify(permissions),
  })
}

export const sessionByHash = statement<SessionRow>(
  sql`select ${columnsOf(sessions)} from ${sessions} where ${sessions.hash} = ${text('hash')}
    and not exists (select 1 from ${tokens} where ${tokens.tenant} = ${sessions.tenant}
      and ${tokens.id} = ${sessions.credential} and ${tokens.revokedAt} is not null)`,
)

export const useSession = statement(
  sql`update ${sessions} set "seen_at" = ${number('at')}
    where ${sessions.tenant} = ${text('tenant')} and ${sessions.hash} = ${text('hash')}`,
)

export const endSession = statement(
  sql`delete from ${sessions} where ${sessions.tenant} = ${text('tenant')}
    and (${sessions.hash} = ${text('hash')} or ${sessions.expiresAt} < ${number('now')})`,
)
