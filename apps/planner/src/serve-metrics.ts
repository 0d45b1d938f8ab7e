import { type Log, MusterError, type OutcomeBacklog } from '@muster/core'
import { backlogFamilies, createMetricsServer, type Meter, type MetricsServer } from '@muster/telemetry'

/** Where the metrics of a planner are served. */
export interface MetricsSetting {
  readonly host: string
  readonly port: number
}

/** From the environment; null serves none. Throws MUSTER_CONFIG. */
export function readMetricsSetting(env: Readonly<Record<string, string | undefined>>): MetricsSetting | null {
  const given = env['MUSTER_METRICS_PORT'] ?? ''
  if (given === '') return null
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
    throw new MusterError('MUSTER_CONFIG', {
      name: 'MUSTER_METRICS_PORT',
      given,
      expected: 'a port from 0 to 65535; 0 takes a free one',
    })
  return { host: env['MUSTER_METRICS_HOST'] || '127.0.0.1', port: Number(given) }
}

/** Serves what a planner counts, and how far planners are behind. It names no tenant and nobody. */
export function serveMetrics(
  setting: MetricsSetting,
  meter: Pick<Meter, 'families'>,
  backlog: () => Promise<OutcomeBacklog>,
  log: Log,
): MetricsServer {
  return createMetricsServer({
    ...setting,
    families: async () => [...meter.families(), ...backlogFamilies(await backlog(), Date.now())],
    log,
  })
}
