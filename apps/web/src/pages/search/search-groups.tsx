import {
  type SearchAnswer,
  type SearchGroup,
  type SearchHit,
  type SearchKind,
  withFilter,
} from '@muster/core'
import { HitRow } from './hit-row.tsx'

const TITLES: Readonly<Record<SearchKind, string>> = {
  run: 'Runs',
  agent: 'Agents',
  stage: 'Stages',
  gate: 'Gates',
  entry: 'Ledger entries',
}

interface SearchGroupsProps {
  /** What was looked for. */
  readonly text: string
  readonly words: readonly string[]
  readonly pages: readonly SearchAnswer[]
  readonly onAsk: (text: string) => void
}

/** What was found, by kind. */
export function SearchGroups({ text, words, pages, onAsk }: SearchGroupsProps) {
  const [first] = pages
  const groups = first?.groups ?? []
  // Only of one kind is there ever another page.
  const hitsOf = (group: SearchGroup) =>
    pages.length === 1 ? group.hits : pages.flatMap((page) => page.groups.flatMap(({ hits }) => hits))
  const found = groups.filter((group) => hitsOf(group).length > 0)
  const goesOn = groups.some(({ next }) => next !== null)
  if (found.length === 0)
    return (
      <p className="empty">
        {goesOn
          ? 'Nothing among the newest runs holds all of this.'
          : 'Nothing is so. Take a filter out, or look further back.'}
      </p>
    )
  return found.map((group) => {
    const { kind, count, next } = group
    const hits = hitsOf(group)
    return (
      <section key={kind} className="hits" aria-label={TITLES[kind]}>
        <div className="line">
          <h2>{TITLES[kind]}</h2>
          <span className="quiet">
            {told(Math.max(count, hits.length), next !== null && count <= hits.length)}
          </span>
          {groups.length > 1 && next !== null && (
            <button type="button" className="plain" onClick={() => onAsk(withFilter(text, 'kind', kind))}>
              Show all
            </button>
          )}
        </div>
        <ul>
          {hits.map((hit) => (
            <HitRow key={keyOf(hit)} hit={hit} words={words} />
          ))}
        </ul>
      </section>
    )
  })
}

function told(count: number, isMore: boolean): string {
  return `${count}${isMore || count >= 100 ? ' or more' : ''}`
}

function keyOf(hit: SearchHit): string {
  switch (hit.kind) {
    case 'run':
      return hit.run.id
    case 'entry':
      return `${hit.run}/${hit.entry.seq}`
    case 'gate':
      return `${hit.run}.${hit.stage}/${hit.round}`
    case 'agent':
    case 'stage':
      return `${hit.run}.${hit.stage}`
  }
}
