import { LIMIT_NAMES, type RunForecast } from '@muster/core'
import { counted } from './problems.ts'
import { renderTable } from './table.ts'

/** What a run would take, as a table of what it falls under, and whether it would be admitted. */
export function forecastLines(forecast: RunForecast, columns: number): readonly string[] {
  const { pipeline, version, agents, takes, quotas, refused } = forecast
  const rows = quotas.flatMap(({ project, limits, usage }) =>
    LIMIT_NAMES.map((name) => [
      project ?? '(all)',
      name,
      String(usage[name]),
      name === 'agents' ? `at most ${agents}` : String(takes[name] ?? 0),
      String(limits[name] ?? 'none'),
    ]),
  )
  const verdict = refused === null ? 'would be admitted' : `would be refused: ${refused}`
  return [
    `A run of ${pipeline} ${version}, with ${counted(agents, 'stage')} of agents, ${verdict}`,
    ...renderTable(['PROJECT', 'WHAT', 'USED', 'TAKES', 'LIMIT'], rows, columns),
  ]
}
