import type { SavedView, SavedViewRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import { number, statement, text } from '../statement.ts'
import { savedViews } from '../tables/index.ts'

const ofOwner = sql`${savedViews.tenant} = ${text('tenant')} and ${savedViews.owner} = ${text('owner')}`
const isIt = sql`${ofOwner} and ${savedViews.page} = ${text('page')} and ${savedViews.name} = ${text('name')}`

export const viewsOf = statement<SavedView>(
  sql`select ${savedViews.page} as "page", ${savedViews.name} as "name", ${savedViews.query} as "query"
    from ${savedViews} where ${ofOwner} order by ${savedViews.page}, ${savedViews.name}`,
)

/** Keeps a view unless its owner has too many others; answers whether it did. */
export const saveView = statement<Pick<SavedViewRow, 'name'>>(
  sql`insert into ${savedViews} ("tenant", "owner", "page", "name", "query")
    select ${text('tenant')}, ${text('owner')}, ${text('page')}, ${text('name')}, ${text('query')}
    where (select count(*) from ${savedViews} where ${ofOwner} and not (${isIt})) < ${number('most')}
    on conflict ("tenant", "owner", "page", "name") do update set "query" = excluded."query" returning "name"`,
)

export const dropView = statement<Pick<SavedViewRow, 'name'>>(
  sql`delete from ${savedViews} where ${isIt} returning "name"`,
)
