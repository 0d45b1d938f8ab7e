import type { RunStatus } from '@muster/core'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import { SPANS } from './runs-view.ts'

const STATUSES: readonly RunStatus[] = ['running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'revoked']
const REST_MS = 300

/** What narrows the runs down; all of it goes into the address. */
export function RunFilters() {
  const [search, setSearch] = useSearchParams()
  function set(name: string, value: string): void {
    const next = new URLSearchParams(search)
    next.delete('before')
    if (value === '') next.delete(name)
    else next.set(name, value)
    setSearch(next, { replace: true })
  }
  const of = (name: string) => ({
    value: search.get(name) ?? '',
    onChange: ({ target }: { readonly target: { readonly value: string } }) => set(name, target.value),
  })
  return (
    <search className="filters">
      <Words name="text" label="Text" onSet={set} />
      <label>
        Status
        <select {...of('status')}>
          <option value="">any</option>
          {STATUSES.map((one) => (
            <option key={one} value={one}>
              {one.replace('_', ' ')}
            </option>
          ))}
        </select>
      </label>
      <Words name="pipeline" label="Pipeline" onSet={set} />
      <Words name="by" label="By" onSet={set} />
      <label>
        Within
        <select {...of('within')}>
          <option value="">all time</option>
          {Object.keys(SPANS).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
    </search>
  )
}

interface WordsProps {
  readonly name: string
  readonly label: string
  readonly onSet: (name: string, value: string) => void
}

/** A text that is asked for once it rests. */
function Words({ name, label, onSet }: WordsProps) {
  const [search] = useSearchParams()
  const kept = search.get(name) ?? ''
  const [text, setText] = useState(kept)
  const [shown, setShown] = useState(kept)
  if (shown !== kept) {
    setShown(kept)
    setText(kept)
  }
  useEffect(() => {
    if (text === kept) return
    const timer = setTimeout(() => onSet(name, text), REST_MS)
    return () => clearTimeout(timer)
  }, [text, kept, name, onSet])
  return (
    <label>
      {label}
      <input type="search" value={text} onChange={({ target }) => setText(target.value)} />
    </label>
  )
}
