import { readTerms, SEARCH_KINDS, SEARCH_STATUSES, type SearchFilter, TIERS, withFilter } from '@muster/core'

const CHOICES: readonly (readonly [SearchFilter, string, readonly string[]])[] = [
  ['kind', 'Kind', SEARCH_KINDS],
  ['status', 'Status', SEARCH_STATUSES],
  ['tier', 'Tier', TIERS.map((tier) => `T${tier}`)],
  ['since', 'Within', ['1h', '24h', '7d', '30d']],
]

interface SearchFiltersProps {
  readonly text: string
  readonly onChange: (text: string) => void
}

/** Filters of which there are few values, chosen instead of typed: the words say the same. */
export function SearchFilters({ text, onChange }: SearchFiltersProps) {
  const { terms } = readTerms(text)
  return (
    <div className="filters">
      {CHOICES.map(([filter, label, values]) => {
        const given = terms.find((term) => term.filter === filter)?.value ?? ''
        return (
          <label key={filter}>
            {label}
            <select value={given} onChange={({ target }) => onChange(withFilter(text, filter, target.value))}>
              <option value="">any</option>
              {[...new Set([...values, given])]
                .filter((value) => value !== '')
                .map((value) => (
                  <option key={value} value={value}>
                    {value.replace('_', ' ')}
                  </option>
                ))}
            </select>
          </label>
        )
      })}
    </div>
  )
}
