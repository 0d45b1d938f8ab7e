import type { EntryView, VerifyAnswer } from '@muster/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { at, call } from '../../../api/call.ts'
import { CopyCommand } from '../../../ui/copy-command.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { plural } from '../../../ui/words.ts'
import { useRun } from '../run-context.tsx'
import { EntryRow } from './entry-row.tsx'

const PAGE = 50
/** Entries after the one that is sought. */
const BESIDE = 5

/** What the ledger holds of the run, newest first, with the check of its chain. */
export function RunLedger() {
  const run = useRun((followed) => followed.run.id)
  const seq = useRun((followed) => followed.run.seq)
  const recent = useRun((followed) => followed.recent)
  // What was there when the ledger was opened, or beside an entry that is sought, is asked for a page at a time; what comes
  // after that comes by the stream.
  const [sought] = useState(Number(useSearchParams()[0].get('entry') ?? Number.NaN))
  const [from, setFrom] = useState(sought >= 1 ? Math.min(seq, sought + BESIDE) : seq)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['ledger', run, from],
    queryFn: ({ pageParam: below }) => {
      const after = Math.max(0, below - PAGE)
      return call<{ entries: readonly EntryView[] }>(
        `${at`/runs/${run}/entries`}?after=${after}&limit=${below - after}`,
      )
    },
    initialPageParam: from,
    getNextPageParam: (_, __, below) => (below > PAGE ? below - PAGE : undefined),
    enabled: from > 0,
  })
  const entries = useMemo(() => {
    const older = data?.pages.flatMap((page) => page.entries.toReversed()) ?? []
    return [...recent.filter((entry) => entry.seq > from).toReversed(), ...older]
  }, [data, recent, from])
  const oldest = entries.at(-1)?.seq ?? 0
  const between = seq - from - recent.filter((entry) => entry.seq > from).length
  return (
    <section className="ledger-section" aria-label="Ledger">
      <div className="line">
        <h2>Ledger</h2>
        <span className="quiet">{plural(seq, 'entry', 'entries')}</span>
        <Verify run={run} />
      </div>
      {error !== null && <Problem of={error} />}
      {between > 0 && (
        <p className="quiet">
          {plural(between, 'newer entry is', 'newer entries are')} not listed.{' '}
          <button type="button" onClick={() => setFrom(seq)}>
            List them
          </button>
        </p>
      )}
      <ol className="ledger">
        {entries.map((entry) => (
          <EntryRow key={entry.seq} of={entry} isSought={entry.seq === sought} />
        ))}
      </ol>
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Earlier entries, before {oldest}
        </button>
      )}
      <p>
        <CopyCommand command={`npx muster ledger verify --run ${run}`} />
      </p>
    </section>
  )
}

function Verify({ run }: { readonly run: string }) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => call<VerifyAnswer>(`/ledger/verify?run=${encodeURIComponent(run)}`),
  })
  const broken = data?.broken[0]
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => mutate()}>
        Verify the chain
      </button>
      <output className={broken === undefined ? 'quiet' : 'why'}>
        {data !== undefined &&
          (broken === undefined
            ? `The chain holds: ${plural(data.entries, 'entry', 'entries')}, each naming the hash of the one before.`
            : `The chain is broken: entry ${broken.seq} ${broken.problem}.`)}
      </output>
      {error !== null && <Problem of={error} />}
    </>
  )
}
