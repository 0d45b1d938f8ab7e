/** Agents whose last report is remembered: more than a worker has open at a time. */
const MOST = 10_000

/**
 * The last fence that this worker reported for each of its agents. A job that follows on it is a new one; it is used up by
 * that job, so that the same one does not pass again.
 */
export interface Reported {
  add(agent: string, fence: number): void
  /** Whether a job whose settled fence is this one follows what was reported here. */
  take(agent: string, settled: number): boolean
}

export function createReported(): Reported {
  const fences = new Map<string, number>()
  return {
    add(agent, fence) {
      fences.delete(agent)
      fences.set(agent, fence)
      const [oldest] = fences.keys()
      if (fences.size > MOST && oldest !== undefined) fences.delete(oldest)
    },
    take: (agent, settled) => fences.get(agent) === settled && fences.delete(agent),
  }
}
