import { gatesIn, type RunForecast, takenBy } from '@muster/core'
import { quotaRefusal, startRefusal } from './decide-calls.ts'
import type { Catalogue } from './catalogue.ts'
import type { EngineDeps } from './deps.ts'
import type { Submission } from './engine.ts'
import { readOutlook } from './quota-outlook.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { birthOf } from './submit-run.ts'

/** What a submission would take of what may be used, and whether it would be refused: asked as if it were made. */
export async function forecastRun(
  deps: EngineDeps,
  catalogue: Catalogue,
  register: RevocationRegister,
  submission: Submission,
): Promise<RunForecast> {
  const { row, graph, judge } = await birthOf(deps, catalogue, submission)
  judge()
  const { revoked, views, book } = await readOutlook(deps, register, row)
  const refused = startRefusal(row, graph, { policy: deps.policy, revoked })
  if (refused !== null) throw refused
  return {
    pipeline: graph.name,
    version: graph.version,
    agents: graph.nodes.filter(({ type }) => type === 'agent').length,
    takes: takenBy(row, gatesIn(graph)),
    quotas: views,
    refused: quotaRefusal(book, row, graph)?.message ?? null,
  }
}
