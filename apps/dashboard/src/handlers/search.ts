import {
  type FoundHit,
  type FoundPage,
  kindsOf,
  type SearchGroup,
  type SearchHit,
  type SearchKind,
} from '@muster/core'
import type { Handler } from '../handler.ts'
import { json } from '../reply.ts'
import { bad, integerOf } from '../request.ts'
import { searchOf } from '../search-of.ts'
import { toEntryView, toRunSummary } from '../views.ts'

/** What is looked at of each kind to tell how many there are, unless more is to be shown. */
const MOST_COUNTED = 100

/** What whoever asks may know of, by kind, newest first. */
export const search: Handler<'get /api/search'> = async ({ query, principal }, { ledger, clock }) => {
  const asked = searchOf(['q', 'kind'], query, clock())
  const limit = integerOf(query.limit, 'limit', 20, MOST_COUNTED)
  const after = query.after
  const kinds = kindsOf(asked)
  if (after !== undefined && kinds.length !== 1) throw bad('`after` goes on with one kind: name it in `kind`')
  const groups = kinds.map(async (kind) => {
    const page = await ledger.search({
      tenant: principal.tenant,
      kind,
      query: asked,
      limit: MOST_COUNTED,
      ...(principal.project !== null && { project: principal.project }),
      ...(after !== undefined && { after }),
    })
    return groupOf(kind, page, limit)
  })
  return json({ groups: await Promise.all(groups) })
}

function groupOf(kind: SearchKind, { found, next }: FoundPage, limit: number): SearchGroup {
  const shown = found.slice(0, limit)
  return {
    kind,
    hits: shown.map(({ hit }) => toHit(hit)),
    count: found.length,
    next: found.length > limit ? (shown.at(-1)?.after ?? null) : next,
  }
}

function toHit(hit: FoundHit): SearchHit {
  switch (hit.kind) {
    case 'run':
      return { kind: 'run', run: toRunSummary(hit.run) }
    case 'entry':
      return { kind: 'entry', run: hit.entry.run, pipeline: hit.pipeline, entry: toEntryView(hit.entry) }
    case 'agent':
    case 'stage':
    case 'gate':
      return hit
  }
}
