import { useQuery } from '@tanstack/react-query'
import { CopyCommand } from '../../ui/copy-command.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { fleet, revocations, workers } from './fleet-queries.ts'
import { Parts } from './parts.tsx'
import { QueueRows } from './queue-rows.tsx'
import { RevocationRows } from './revocation-rows.tsx'
import { TierRows } from './tier-rows.tsx'
import { WorkerRows } from './worker-rows.tsx'
import '../../style/fleet.css'

/** Who works, on what, and what they stand on. */
export function FleetPage() {
  useTitle('Fleet')
  const workersNow = useQuery(workers)
  const fleetNow = useQuery(fleet)
  const revoked = useQuery(revocations)
  const standing = (revoked.data ?? []).flatMap(({ scope, id }) => (scope === 'worker' ? [id] : []))
  // They themselves say so only at their next beat.
  const seen = workersNow.data?.map((one) => (standing.includes(one.id) ? { ...one, revoked: true } : one))
  const failed = workersNow.error ?? fleetNow.error ?? revoked.error
  return (
    <>
      <h1>Fleet</h1>
      {failed !== null && <Problem of={failed} />}
      {fleetNow.data === undefined && failed === null && <Loading what="the fleet" />}
      {fleetNow.data !== undefined && <Parts of={fleetNow.data} />}
      <section aria-labelledby="workers">
        <h2 id="workers">Workers</h2>
        {seen?.length === 0 && (
          <div className="empty">
            <p>No worker is alive, so no agent moves.</p>
            <CopyCommand command="npx muster up --workers 1" />
          </div>
        )}
        {seen !== undefined && seen.length > 0 && <WorkerRows of={seen} />}
      </section>
      {seen !== undefined && fleetNow.data !== undefined && (
        <section aria-labelledby="tiers">
          <h2 id="tiers">Tiers</h2>
          <TierRows workers={seen} queues={fleetNow.data.queues} />
        </section>
      )}
      {fleetNow.data !== undefined && (
        <section aria-labelledby="queues">
          <h2 id="queues">Other queues</h2>
          <QueueRows of={fleetNow.data.queues.filter(({ tier }) => tier === null)} />
        </section>
      )}
      {revoked.data !== undefined && (
        <section aria-labelledby="revocations">
          <h2 id="revocations">Revoked until lifted</h2>
          <RevocationRows of={revoked.data} />
        </section>
      )}
    </>
  )
}
