import {
  createQuotaBook,
  dayStart,
  limitsOf,
  type QuotaBook,
  type QuotaView,
  type Revoked,
  type RunRow,
  scopeKey,
  scopesOf,
} from '@muster/core'
import type { EngineDeps } from './deps.ts'
import type { RevocationRegister } from './revocation-register.ts'

/** What a run that is about to be would start against. */
export interface QuotaOutlook {
  readonly revoked: Revoked
  /** Of its tenant, then of its project. */
  readonly views: readonly QuotaView[]
  readonly book: QuotaBook
}

/** Counts what is used now of the limits of a run's tenant and project; what may change until the run is made. */
export async function readOutlook(
  { ledger, clock }: Pick<EngineDeps, 'ledger' | 'clock'>,
  register: RevocationRegister,
  row: RunRow,
): Promise<QuotaOutlook> {
  await register.refresh()
  const revoked = register.known()
  const now = clock()
  const views = await Promise.all(
    scopesOf(row).map(async (scope): Promise<QuotaView> => {
      const usage = await ledger.of(scope.tenant).usage(scope, dayStart(now))
      return { project: scope.project, limits: limitsOf(revoked, scope) ?? {}, usage }
    }),
  )
  const used = new Map(views.map(({ project, usage }) => [scopeKey({ tenant: row.tenant, project }), usage]))
  return { revoked, views, book: createQuotaBook(revoked, used, now) }
}
