import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { LedgerReads } from '@muster/core'
import type { Job } from 'bullmq'
import { findRun } from './load.ts'

/** Whose jobs are shown. */
export interface JobOwner {
  readonly tenant: string
  readonly project: string | null
  readonly ledger: LedgerReads
}

/**
 * Has an adapter of Bull Board show no other jobs than those of runs that its viewer may know of: the ledger says which,
 * since what a job says of itself anybody with the store may have written. Counts stay those of the whole queue.
 */
export function ownJobs(adapter: BullMQAdapter, { ledger, ...viewer }: JobOwner): void {
  const isOwn = async (job: Job): Promise<boolean> => {
    const { run, tenant } = job.data as { readonly run?: unknown; readonly tenant?: unknown }
    // A submission has no run yet: it is whose it says it is, or nobody's.
    if (typeof run !== 'string') return tenant === viewer.tenant && viewer.project === null
    return (await findRun(ledger, viewer, run)) !== null
  }
  const getJobs = adapter.getJobs.bind(adapter)
  const getJob = adapter.getJob.bind(adapter)
  const getJobLogs = adapter.getJobLogs.bind(adapter)
  adapter.getJobs = async (statuses, start, end) => {
    const jobs = await getJobs(statuses, start, end)
    const own = await Promise.all(jobs.map(isOwn))
    return jobs.filter((_, index) => own[index])
  }
  adapter.getJob = async (id) => {
    const job = await getJob(id)
    return job !== undefined && (await isOwn(job)) ? job : undefined
  }
  adapter.getJobLogs = async (id) => ((await adapter.getJob(id)) === undefined ? [] : getJobLogs(id))
}
