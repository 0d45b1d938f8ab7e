import type { EntriesAnswer } from '@muster/core'
import { useQuery } from '@tanstack/react-query'
import { at, call } from '../../../api/call.ts'
import { Loading } from '../../../ui/loading.tsx'
import { Problem } from '../../../ui/problem.tsx'
import { useRun } from '../run-context.tsx'
import { EntryRow } from './entry-row.tsx'

const MOST = 200

/** What the ledger holds of one stage, newest first. */
export function StageLedger({ stage }: { readonly stage: string }) {
  const run = useRun((followed) => followed.run.id)
  const touched = useRun((followed) => followed.touched.get(stage) ?? 0)
  const { data, error } = useQuery({
    queryKey: ['ledger', run, 'of', stage, touched],
    queryFn: () =>
      call<EntriesAnswer>(`${at`/runs/${run}/entries`}?stage=${encodeURIComponent(stage)}&limit=${MOST}`),
    placeholderData: (before) => before,
  })
  if (error !== null) return <Problem of={error} />
  if (data === undefined) return <Loading what="its entries" />
  if (data.entries.length === 0) return <p className="quiet">Nothing happened to it yet.</p>
  return (
    <>
      {data.entries.length === MOST && (
        <p className="quiet">The first {MOST}; the ledger below holds all of them.</p>
      )}
      <ol className="ledger">
        {data.entries.toReversed().map((entry) => (
          <EntryRow key={entry.seq} of={entry} />
        ))}
      </ol>
    </>
  )
}
