import { exposition } from '@muster/telemetry'
import { refused } from '../guard.ts'
import type { Handler } from '../handler.ts'
import { metricsOf } from '../metrics.ts'

/** What Prometheus is told, of the tenant of whoever asks. */
export const metrics: Handler = async ({ principal }, deps) => {
  if (principal.project !== null) throw refused(`You act in project \`${principal.project}\` alone.`)
  const { type, text } = await exposition(await metricsOf(principal.tenant, deps))
  return { kind: 'text', type, text }
}
