import type { SealedRevocation } from '@muster/core'
import { sql } from 'drizzle-orm'
import { columnsOf, list, number, statement, text } from '../statement.ts'
import { revocations, tenants } from '../tables/index.ts'

/** Locks a tenant's chain against whoever else would append to it. */
export const lockChain = statement<{ readonly seq: number; readonly hash: string }>(
  sql`select ${tenants.revocations} as "seq", ${tenants.revocationsHead} as "hash" from ${tenants}
    where ${tenants.id} = ${text('tenant')} for update`,
)

export const revocationsOf = statement<SealedRevocation>(
  sql`select ${columnsOf(revocations)} from ${revocations} where ${revocations.tenant} = ${text('tenant')}
    order by ${revocations.seq}`,
)

export const revocationsBefore = statement<SealedRevocation>(
  sql`select ${columnsOf(revocations)} from ${revocations}
    where ${revocations.tenant} = ${text('tenant')} and ${revocations.seq} < ${number('before')}
    order by ${revocations.seq} desc limit ${number('limit')}`,
)

/** The links of all tenants after those that are known. */
export const revocationsAfter = statement<SealedRevocation>(
  sql`select ${columnsOf(revocations)} from ${revocations}
    left join unnest(${list('tenants', 'text')}, ${list('seqs', 'integer')}) as known("tenant", "seq")
      on known."tenant" = ${revocations.tenant}
    where ${revocations.seq} > coalesce(known."seq", 0) order by ${revocations.tenant}, ${revocations.seq}`,
)

/** Appends a link: in one statement with the tenant's row, which the next commit of everybody is held to. */
export const appendRevocation = statement(
  sql`with appended as (insert into ${revocations} ("tenant", "seq", "body", "hash")
      values (${text('tenant')}, ${number('seq')}, ${text('body')}, ${text('hash')}))
    update ${tenants} set "revocations" = ${number('seq')}, "revocations_head" = ${text('hash')}
    where ${tenants.id} = ${text('tenant')}`,
)

export const tenantHeads = statement<{
  readonly tenant: string
  readonly seq: number
  readonly hash: string
}>(
  sql`select ${tenants.id} as "tenant", ${tenants.revocations} as "seq", ${tenants.revocationsHead} as "hash"
    from ${tenants} order by ${tenants.id}`,
)
