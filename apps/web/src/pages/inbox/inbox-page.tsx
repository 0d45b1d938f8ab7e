import { visible } from '@muster/core'
import { useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { at } from '../../api/call.ts'
import { useInbox, useOpenGates } from '../../api/gate-lists.ts'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Count } from '../../ui/count.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useShortcuts } from '../../ui/shortcuts/shortcuts.tsx'
import { useMay } from '../../ui/use-may.ts'
import { useMedia } from '../../ui/use-media.ts'
import { useTitle } from '../../ui/use-title.ts'
import { plural } from '../../ui/words.ts'
import { GateCard } from '../gate/gate-card.tsx'
import '../gate/gate.css'
import { BatchDialog } from './batch-dialog.tsx'
import { readFilter, rowsOf, together, writeFilter } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import './inbox.css'
import { InboxList } from './inbox-list.tsx'

/** The gates that wait for whoever looks; beside them, where there is room, the one that is selected. */
export function InboxPage() {
  const [search, setSearch] = useSearchParams()
  const filter = readFilter(search)
  const selected = search.get('gate')
  const mine = useInbox()
  const open = useOpenGates(filter.all)
  const items = mine.rows
  const error = mine.error ?? open.error
  const rows = rowsOf(items ?? [], open.rows ?? [], filter)
  const partial = [mine, ...(filter.all ? [open] : [])].filter(({ more }) => more !== null)
  const [marked, mark] = useState<ReadonlySet<string>>(new Set())
  const [answering, setAnswering] = useState<readonly string[] | null>(null)
  const [, go] = useLocation()
  const text = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLDivElement>(null)
  const wide = useMedia('(min-width: 1100px)')
  const mayDecide = useMay('decide')
  useTitle(items === undefined || items.length === 0 ? 'Inbox' : `(${items.length}) Inbox`)

  // What is decided meanwhile is no longer chosen.
  const chosen = new Set(rows.flatMap(({ gate }) => (marked.has(gate.id) ? [gate.id] : [])))
  const choosable = mayDecide ? together(rows, chosen) : new Set<string>()
  const index = rows.findIndex(({ gate }) => gate.id === selected)
  const shown = selected ?? (wide ? (rows[0]?.gate.id ?? null) : null)
  const next = rows[index + 1]?.gate ?? null

  function show(gate: string): void {
    setSearch({ ...writeFilter(filter), gate }, { replace: true })
  }
  function step(by: 1 | -1): void {
    const to = rows[index < 0 ? (by === 1 && selected === null && wide ? 1 : 0) : index + by] ?? rows[index]
    if (to === undefined) return
    show(to.gate.id)
    page.current?.querySelector<HTMLElement>(`a[href="${CSS.escape(at`/gates/${to.gate.id}`)}"]`)?.focus()
  }
  function choose(gate: string): void {
    const after = new Set(chosen)
    if (!after.delete(gate)) after.add(gate)
    mark(after)
  }

  useShortcuts([
    { keys: 'j', says: 'Next gate', run: () => step(1) },
    { keys: 'k', says: 'Gate before', run: () => step(-1) },
    {
      keys: 'o',
      says: 'Open the gate on a page of its own',
      run: () => shown !== null && go(at`/gates/${shown}`),
    },
    { keys: 'f', says: 'Filter by text', run: () => text.current?.focus() },
    ...(mayDecide
      ? [
          {
            keys: 'x',
            says: 'Choose the gate, to answer several together',
            run: () => shown !== null && choosable.has(shown) && choose(shown),
          },
          {
            keys: 'm',
            says: 'Answer the chosen gates together',
            run: () => chosen.size > 0 && setAnswering([...chosen]),
          },
        ]
      : []),
  ])

  return (
    <div className="inbox" ref={page}>
      <div className="line">
        <h1>
          Inbox
          <Count of={items?.length ?? 0} more={mine.more !== null} what="waiting for you" />
        </h1>
        <CopyCommand command="npx muster inbox" />
      </div>
      <FilterBar
        filter={filter}
        items={items ?? []}
        text={text}
        onChange={(after) => setSearch(writeFilter(after), { replace: true })}
      />
      {error !== null && <Problem of={error} />}
      {items === undefined && error === null && <Loading what="the inbox" />}
      {chosen.size > 0 && (
        <div className="batch-bar" role="status">
          <span>{plural(chosen.size, 'gate')} chosen, decided by one rule</span>
          <button type="button" className="main" onClick={() => setAnswering([...chosen])}>
            Answer together
          </button>
          <button type="button" onClick={() => mark(new Set())}>
            Choose none
          </button>
        </div>
      )}
      {partial.length > 0 && (
        <div className="line" role="status">
          <span>Only those that have waited longest were read: there are more.</span>
          <button
            type="button"
            disabled={partial.some(({ reading }) => reading)}
            onClick={() => partial.forEach(({ more }) => more?.())}
          >
            Read more
          </button>
        </div>
      )}
      {items !== undefined && rows.length === 0 && shown === null && partial.length === 0 && (
        <p className="empty">
          {items.length === 0 ? 'Nothing waits for you.' : 'Nothing that waits for you is like that.'}
        </p>
      )}
      <div className="inbox-panes">
        <InboxList
          rows={rows}
          selected={shown}
          onSelect={(gate) => wide && show(gate)}
          choosable={choosable}
          chosen={chosen}
          onChoose={choose}
        />
        {wide && shown !== null && (
          <div className="inbox-pane">
            <GateCard key={shown} gate={shown} heading="h2">
              {next !== null && (
                <button type="button" className="main" onClick={() => show(next.id)}>
                  Next: {visible(next.message ?? next.stage, 60)}
                </button>
              )}
            </GateCard>
          </div>
        )}
      </div>
      {answering !== null && (
        <BatchDialog
          gates={answering}
          onClose={() => {
            setAnswering(null)
            mark(new Set())
          }}
        />
      )}
    </div>
  )
}
