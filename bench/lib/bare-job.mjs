export const BARE_QUEUE = '{bare}'
export const BARE_PHASES = 8
/** With it a job is as large as one of Muster's. */
const PAD = 'x'.repeat(200)

/** Adds a phase of a chain under a computed id. */
export function addPhase(queue, chain, phase) {
  const options = { jobId: `${chain}.${phase}`, removeOnComplete: true }
  return queue.add('phase', { chain, phase, pad: PAD }, options)
}

export function connectionTo(redisUrl) {
  const { hostname: host, port } = new URL(redisUrl)
  return { host, port: Number(port), maxRetriesPerRequest: null }
}
