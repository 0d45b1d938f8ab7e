import type { SealedRevocation } from '@muster/core'
import { sql } from 'drizzle-orm'
import { columnsOf, number, statement, text } from '../statement.ts'
import { refusals, tenants } from '../tables/index.ts'

interface Head {
  readonly tenant: string
  readonly seq: number
  readonly hash: string
}

const HEAD = sql`select ${tenants.id} as "tenant", ${tenants.refusals} as "seq", ${tenants.refusalsHead} as "hash"
  from ${tenants}`

/** Locks the chain of a tenant's refusals against whoever else would append to it. */
export const lockRefusals = statement<Head>(sql`${HEAD} where ${tenants.id} = ${text('tenant')} for update`)

export const refusalHeads = statement<Head>(sql`${HEAD} order by ${tenants.id}`)

export const refusalsBefore = statement<SealedRevocation>(
  sql`select ${columnsOf(refusals)} from ${refusals}
    where ${refusals.tenant} = ${text('tenant')} and ${refusals.seq} < ${number('before')}
    order by ${refusals.seq} desc limit ${number('limit')}`,
)

/** Appends a refusal: in one statement with the tenant's row. */
export const appendRefusal = statement(
  sql`with appended as (insert into ${refusals} ("tenant", "seq", "body", "hash")
      values (${text('tenant')}, ${number('seq')}, ${text('body')}, ${text('hash')}))
    update ${tenants} set "refusals" = ${number('seq')}, "refusals_head" = ${text('hash')}
    where ${tenants.id} = ${text('tenant')}`,
)
