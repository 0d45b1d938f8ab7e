import type { RunForecast } from '@muster/core'
import { printable } from '../terminal.ts'
import { counted } from './problems.ts'
import { renderTable } from './table.ts'

/** What a run would take, as a table of what it falls under, and whether it would be admitted. */
export function forecastLines({ declares, start, agents }: RunForecast, columns: number): readonly string[] {
  const { name = '', version = '' } = declares ?? {}
  const rows = (start?.quota ?? []).map(({ project, name: what, used, takes, limit }) => [
    project ?? '(all)',
    what,
    String(used),
    takes === null ? 'as it is used' : what === 'agents' ? `at most ${takes}` : String(takes),
    String(limit ?? 'none'),
  ])
  const why = start?.refusal?.message ?? null
  const verdict = why === null ? 'would be admitted' : `would be refused: ${printable(why)}`
  const of = agents === null ? '' : `, with ${counted(agents, 'stage')} of agents,`
  return [
    `A run of ${name} ${version}${of} ${verdict}`,
    ...renderTable(['PROJECT', 'WHAT', 'USED', 'TAKES', 'LIMIT'], rows, columns),
  ]
}
