import type { Json, Principal, WithdrawAnswer } from '@muster/core'
import { refused } from '../guard.ts'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, isObject, objectOf, textOf } from '../request.ts'

/** Documents larger than this are refused unread by whoever parses them. */
const MOST_TEXT = 1024 * 1024

/** The templates a pipeline may name, and those that were published and may not be used any more. */
export const listTemplates: Handler<'get /api/templates'> = async ({ principal }, { engine }) =>
  json({ templates: await engine.templates.list(principal.tenant) })

/** Publishes a version of a template: 201 when it is new, 200 when this very content was published before. */
export const publishTemplate: Handler<'post /api/templates'> = async ({ body, principal }, { engine }) => {
  const given = objectOf(body, ['document', 'file', 'files'])
  const document = textOf(given, 'document', MOST_TEXT)
  if (document === null) throw bad('`document` is the text of a template')
  requireWholeTenant(principal)
  const answer = await engine.templates.publish({
    tenant: principal.tenant,
    by: principal.actor,
    document,
    file: textOf(given, 'file', 500) ?? 'template.yaml',
    files: filesIn(given['files'] ?? {}),
  })
  return json(answer, answer.created ? 201 : 200)
}

/** Lets no new run use a published version. */
export const revokeTemplate: Handler<'post /api/templates/:template/revoke'> = async (
  { params, body, principal },
  { engine },
) => {
  const reason = textOf(objectOf(body, ['reason']), 'reason', 4_000)
  if (reason === null || reason.trim() === '') throw bad('`reason` says why: it is kept in the ledger')
  requireWholeTenant(principal)
  const { template } = params
  const of = { tenant: principal.tenant, by: principal.actor, template, reason }
  const { changed } = await engine.templates.withdraw(of)
  return json({ template, changed } satisfies WithdrawAnswer)
}

/** Templates are of a whole tenant. */
function requireWholeTenant({ project }: Principal): void {
  if (project !== null) throw refused(`You act in project \`${project}\` alone.`)
}

function filesIn(given: Json): Readonly<Record<string, string>> {
  if (!isObject(given) || !Object.values(given).every((text) => typeof text === 'string'))
    throw bad('`files` is an object of texts, by their paths')
  return given as Readonly<Record<string, string>>
}
