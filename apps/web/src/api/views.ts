import type { SavedView, ViewsAnswer } from '@muster/core'
import { queryOptions } from '@tanstack/react-query'
import { call, send } from './call.ts'

/** What whoever looks has saved, of all pages. */
export const savedViews = queryOptions({
  queryKey: ['views'],
  queryFn: async () => (await call<ViewsAnswer>('/views')).views,
})

/** Saves a view in place of the one of its name. Throws a Refusal. */
export function saveView(view: SavedView): Promise<SavedView> {
  return send('/views', view, { method: 'PUT' })
}

/** Throws a Refusal. */
export function forgetView({ page, name }: Omit<SavedView, 'query'>): Promise<object> {
  return call(`/views?${new URLSearchParams({ page, name })}`, { method: 'DELETE' })
}
