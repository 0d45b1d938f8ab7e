import type { ViewPage } from '@muster/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { forgetView, savedViews, saveView } from '../api/views.ts'
import { Problem } from './problem.tsx'

interface SavedViewsProps {
  readonly page: ViewPage
  /** The address of the page behind its question mark. */
  readonly query: string
}

/** What a person keeps of a page under names of their own, in whichever browser they are. */
export function SavedViews({ page, query }: SavedViewsProps) {
  const queries = useQueryClient()
  const views = (useQuery(savedViews).data ?? []).filter((view) => view.page === page)
  const [name, setName] = useState('')
  const [, go] = useLocation()
  const onSuccess = () => queries.invalidateQueries({ queryKey: savedViews.queryKey })
  const save = useMutation({ mutationFn: saveView, onSuccess })
  const forget = useMutation({ mutationFn: forgetView, onSuccess })
  const current = views.find((view) => view.query === query)
  const error = save.error ?? forget.error

  return (
    <div className="acts">
      {views.length > 0 && (
        <label>
          View{' '}
          <select
            value={current?.name ?? ''}
            onChange={({ target }) => {
              const chosen = views.find((view) => view.name === target.value)
              if (chosen !== undefined) go(`/${page}?${chosen.query}`)
            }}
          >
            <option value="">unsaved</option>
            {views.map((view) => (
              <option key={view.name}>{view.name}</option>
            ))}
          </select>
        </label>
      )}
      {current !== undefined && (
        <button type="button" disabled={forget.isPending} onClick={() => forget.mutate(current)}>
          Forget this view
        </button>
      )}
      {current === undefined && query !== '' && (
        <form
          className="acts"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() === '') return
            save.mutate({ page, name: name.trim(), query })
            setName('')
          }}
        >
          <input
            aria-label="Name of the view"
            placeholder="Name this view"
            value={name}
            maxLength={60}
            onChange={({ target }) => setName(target.value)}
          />
          <button type="submit" disabled={save.isPending}>
            Save
          </button>
        </form>
      )}
      {error !== null && <Problem of={error} />}
    </div>
  )
}
