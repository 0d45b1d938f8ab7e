import type { RunStatus } from '@muster/core'
import { useSearchParams } from 'wouter'
import { useRestingText } from '../../ui/use-resting-text.ts'
import { SPANS } from './runs-view.ts'

const STATUSES: readonly RunStatus[] = ['running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'revoked']

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
        <select {...of('since')}>
          <option value="">all time</option>
          {SPANS.map((one) => (
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

function Words({ name, label, onSet }: WordsProps) {
  const [search] = useSearchParams()
  const [text, setText] = useRestingText(search.get(name) ?? '', (value) => onSet(name, value))
  return (
    <label>
      {label}
      <input type="search" value={text} onChange={({ target }) => setText(target.value)} />
    </label>
  )
}
