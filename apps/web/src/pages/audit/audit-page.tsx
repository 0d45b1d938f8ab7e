import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { shellWord } from '../../ui/shell-word.ts'
import { useTitle } from '../../ui/use-title.ts'
import { audit } from './audit-queries.ts'
import { AuditRows } from './audit-rows.tsx'

/** What happened outside of runs, newest first. */
export function AuditPage() {
  useTitle('Audit')
  const [search] = useSearchParams()
  const before = search.get('before')
  const { data, error } = useQuery(audit(before))
  return (
    <>
      <h1>Audit</h1>
      <p className="quiet">
        What was refused or done outside of runs, and what changed who may do what, as the ledger keeps it.
      </p>
      {error !== null && <Problem of={error} />}
      {data === undefined && error === null && <Loading what="what happened" />}
      {data?.entries.length === 0 && <p className="empty">Nothing happened outside of runs.</p>}
      {data !== undefined && data.entries.length > 0 && <AuditRows of={data.entries} />}
      <nav className="line pages" aria-label="Pages of the audit">
        {before !== null && <Link href="/audit">Newest</Link>}
        {data !== undefined && data.next !== null && <Link href={`/audit?before=${data.next}`}>Older</Link>}
      </nav>
      <CopyCommand
        command={`npx muster ledger audit${before === null ? '' : ` --before ${shellWord(before)}`}`}
      />
    </>
  )
}
