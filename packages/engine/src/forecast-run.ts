import {
  createQuotaBook,
  dayStart,
  type QuotaView,
  type RunForecast,
  scopeKey,
  scopesOf,
  takenBy,
  limitsOf,
} from '@muster/core'
import { gatesIn, projectRefusal, quotaRefusal } from './decide-calls.ts'
import type { EngineDeps } from './deps.ts'
import type { Submission } from './engine.ts'
import type { RevocationRegister } from './revocation-register.ts'
import { birthOf, type PipelineReader } from './submit-run.ts'

/** What a submission would take of what may be used, and whether it would be refused: asked as if it were made. */
export async function forecastRun(
  deps: EngineDeps,
  reader: PipelineReader,
  register: RevocationRegister,
  submission: Submission,
): Promise<RunForecast> {
  const { row, graph, judge } = await birthOf(deps, reader, submission)
  judge()
  await register.refresh()
  const revoked = register.known()
  const refused = projectRefusal(revoked, row)
  if (refused !== null) throw refused
  const now = deps.clock()
  const quotas = await Promise.all(
    scopesOf(row).map(async (scope): Promise<QuotaView> => {
      const usage = await deps.ledger.of(scope.tenant).usage(scope, dayStart(now))
      return { project: scope.project, limits: limitsOf(revoked, scope) ?? {}, usage }
    }),
  )
  const counted = new Map(
    quotas.map(({ project, usage }) => [scopeKey({ tenant: row.tenant, project }), usage]),
  )
  return {
    pipeline: graph.name,
    version: graph.version,
    agents: graph.nodes.filter(({ type }) => type === 'agent').length,
    takes: takenBy(row, gatesIn(graph)),
    quotas,
    refused: quotaRefusal(createQuotaBook(revoked, counted, now), row, graph)?.message ?? null,
  }
}
