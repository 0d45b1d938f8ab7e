import type { TemplateRow } from '@muster/core'
import { sql } from 'drizzle-orm'
import type { Session } from '../database.ts'
import { columnsOf, list, number, statement, text } from '../statement.ts'
import { templates } from '../tables/index.ts'

const insertTemplate = statement(
  sql`insert into ${templates} ("tenant", "name", "version", "digest", "max_tier", "published_by", "published_at", "body")
    values (${text('tenant')}, ${text('name')}, ${text('version')}, ${text('digest')}, ${number('maxTier')},
      ${text('by')}::json, ${number('at')}, ${text('body')}::json)`,
)

/** Keeps a version of a template that was published. */
export async function addTemplate(session: Session, { by, body, ...row }: TemplateRow): Promise<void> {
  await insertTemplate(session, { ...row, by: JSON.stringify(by), body: JSON.stringify(body) })
}

export const templatesOf = statement<TemplateRow>(
  sql`select ${columnsOf(templates)} from ${templates} where ${templates.tenant} = ${text('tenant')}
    and ${templates.name} || '@' || ${templates.version} = any(${list('ids', 'text')})`,
)
