import { parseSearch } from '@muster/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearch, useSearchParams } from 'wouter'
import '../../style/search.css'
import { search } from '../../api/queries.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SavedViews } from '../../ui/saved-views.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { SEARCH_KEY } from '../../ui/shortcuts/keys.ts'
import { useShortcuts } from '../../ui/shortcuts/shortcuts.tsx'
import { useRestingText } from '../../ui/use-resting-text.ts'
import { useTitle } from '../../ui/use-title.ts'
import { SearchFilters } from './search-filters.tsx'
import { SearchGroups } from './search-groups.tsx'
import { SearchHelp } from './search-help.tsx'
import { step } from './step.ts'
import { WrongSearch } from './wrong-search.tsx'

/** Everything there is, by words and filters; what is looked for is in the address. */
export function SearchPage() {
  useTitle('Search')
  const [params, setParams] = useSearchParams()
  const address = useSearch()
  const asked = params.get('q') ?? ''
  const ask = (text: string) => setParams(text === '' ? {} : { q: text }, { replace: true })
  const [text, setText] = useRestingText(asked, ask)
  // When spans begin is for the server to say.
  const { query, problems } = parseSearch(asked, 0)
  const isReadable = asked.trim() !== '' && problems.length === 0
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    ...search(asked),
    enabled: isReadable,
    placeholderData: (before) => before,
  })
  const input = useRef<HTMLInputElement>(null)
  const focus = () => {
    input.current?.focus()
    input.current?.select()
  }
  useEffect(focus, [])
  useShortcuts([
    { keys: '/', says: 'To what is looked for', run: focus },
    { keys: SEARCH_KEY, says: 'The same', run: focus },
  ])

  return (
    <div className="search-page">
      <div className="line">
        <h1>Search</h1>
        <SavedViews page="search" query={address} />
      </div>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            ask(text)
          }}
        >
          <input
            ref={input}
            type="search"
            className="search-text"
            aria-label="Search"
            aria-describedby="search-told"
            placeholder="Words, and filters as status:failed"
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={step}
          />
        </form>
        <SearchFilters text={asked} onChange={ask} />
      </search>
      <div id="search-told" aria-live="polite">
        {problems[0] !== undefined && <WrongSearch text={asked} problem={problems[0]} />}
        {isReadable && error !== null && <Problem of={error} />}
        {isReadable && data === undefined && error === null && <Loading what="what is found" />}
      </div>
      {asked.trim() === '' && <SearchHelp />}
      {isReadable && data !== undefined && error === null && (
        <SearchGroups text={asked} words={query.words} pages={data.pages} onAsk={ask} />
      )}
      {isReadable && hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Show what is older
        </button>
      )}
      {isReadable && (
        <p className="line pages">
          <CopyCommand command={`npx muster search ${shellWord(asked)}`} />
        </p>
      )}
    </div>
  )
}
