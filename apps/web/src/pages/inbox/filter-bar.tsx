import { type InboxItem, TIER_NAMES, TIERS, visible } from '@muster/core'
import type { RefObject } from 'react'
import type { InboxFilter } from './filter.ts'

interface FilterBarProps {
  readonly filter: InboxFilter
  readonly items: readonly InboxItem[]
  readonly text: RefObject<HTMLInputElement | null>
  readonly onChange: (filter: InboxFilter) => void
}

/** What of the inbox is shown, and in which order. */
export function FilterBar({ filter, items, text, onChange }: FilterBarProps) {
  const pipelines = [...new Set([...items.map(({ pipeline }) => pipeline), filter.pipeline])]
  return (
    <search className="filters" aria-label="Filter the inbox">
      <input
        ref={text}
        type="search"
        aria-label="Text"
        placeholder="Filter by text  f"
        value={filter.text}
        onChange={({ target }) => onChange({ ...filter, text: target.value })}
      />
      <select
        aria-label="Tier"
        value={filter.tier}
        onChange={({ target }) => onChange({ ...filter, tier: target.value })}
      >
        <option value="">every tier</option>
        {TIERS.map((tier) => (
          <option key={tier} value={tier}>
            T{tier} {TIER_NAMES[tier]}
          </option>
        ))}
      </select>
      <select
        aria-label="Pipeline"
        value={filter.pipeline}
        onChange={({ target }) => onChange({ ...filter, pipeline: target.value })}
      >
        <option value="">every pipeline</option>
        {pipelines
          .filter((name) => name !== '')
          .toSorted()
          .map((name) => (
            <option key={name} value={name}>
              {visible(name, 100)}
            </option>
          ))}
      </select>
      <select
        aria-label="Order"
        value={filter.sort}
        onChange={({ target }) =>
          onChange({ ...filter, sort: target.value === 'closing' ? 'closing' : 'waiting' })
        }
      >
        <option value="waiting">longest waiting first</option>
        <option value="closing">closing first</option>
      </select>
      <label className="check">
        <input
          type="checkbox"
          checked={filter.all}
          onChange={({ target }) => onChange({ ...filter, all: target.checked })}
        />
        Those that wait for others too
      </label>
    </search>
  )
}
