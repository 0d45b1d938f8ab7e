import { type JsonObject, type SavedView, VIEW_PAGES } from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, objectOf, textOf } from '../request.ts'

/** Of one person. */
const MOST_VIEWS = 100

/** The views that whoever asks has saved. */
export const listViews: Handler<'get /api/views'> = async ({ principal }, { ledger }) =>
  json({ views: await ledger.views(principal.tenant, principal.actor.name) })

/** Saves a view, in place of the one of its name. */
export const saveView: Handler<'put /api/views'> = async ({ body, principal }, { views }) => {
  const given = objectOf(body, ['page', 'name', 'query'])
  const query = textOf(given, 'query', 1_000)
  if (query === null || query.includes('\0'))
    throw bad('`query` is the address of the page behind its question mark')
  const view: SavedView = { ...viewIn(given), query }
  const { tenant, actor } = principal
  if (await views.saveView({ tenant, owner: actor.name, ...view }, MOST_VIEWS)) return json(view)
  throw bad(`nobody keeps more than ${MOST_VIEWS} views`)
}

/** Forgets a view. */
export const dropView: Handler<'delete /api/views'> = async ({ query, principal }, { views }) => {
  const view = viewIn(query)
  const { tenant, actor } = principal
  return json({ ...view, dropped: await views.dropView({ tenant, owner: actor.name, ...view }) })
}

function viewIn(given: JsonObject): Omit<SavedView, 'query'> {
  const page = VIEW_PAGES.find((one) => one === given['page'])
  if (page === undefined) throw bad(`\`page\` is one of ${VIEW_PAGES.join(', ')}`)
  const name = textOf(given, 'name', 60)?.trim() ?? ''
  if (name === '' || name.includes('\0')) throw bad('`name` is 1 to 60 characters, none of them NUL')
  return { page, name }
}
