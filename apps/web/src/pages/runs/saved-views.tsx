import { useState } from 'react'
import { useLocation } from 'wouter'

const KEY = 'muster.views.runs'

type Views = Readonly<Record<string, string>>

function readViews(): Views {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Views) : {}
  } catch {
    return {}
  }
}

/** Addresses of this page under names of one's own, kept in this browser. */
export function SavedViews({ address }: { readonly address: string }) {
  const [views, setViews] = useState(readViews)
  const [name, setName] = useState('')
  const [, go] = useLocation()
  const current = Object.entries(views).find(([, kept]) => kept === address)?.[0] ?? ''

  function keep(next: Views): void {
    localStorage.setItem(KEY, JSON.stringify(next))
    setViews(next)
  }

  return (
    <div className="acts">
      {Object.keys(views).length > 0 && (
        <label>
          View{' '}
          <select value={current} onChange={({ target }) => go(`/runs?${views[target.value] ?? ''}`)}>
            <option value="">unsaved</option>
            {Object.keys(views).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {current !== '' && (
        <button
          type="button"
          onClick={() => keep(Object.fromEntries(Object.entries(views).filter(([one]) => one !== current)))}
        >
          Forget this view
        </button>
      )}
      {current === '' && address !== '' && (
        <form
          className="acts"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() === '') return
            keep({ ...views, [name.trim()]: address })
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
          <button type="submit">Save</button>
        </form>
      )}
    </div>
  )
}
