import {
  type Eligibility,
  eligibility,
  type InboxItem,
  type LedgerReads,
  type OpenGateFilter,
  type Principal,
  type WaitingGate,
} from '@muster/core'
import { type ApiRequest, bad, integerOf } from './request.ts'
import { toGateView } from './views.ts'

/** What part of a list of open gates is asked for. */
export type GatePage = Pick<OpenGateFilter, 'after' | 'limit' | 'run'>

/** A part of a list, and where the next one begins; null when nothing is left. */
export interface Paged<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

const DEFAULT_LIMIT = 50
const MOST = 200

/** What part of a list a query asks for. Throws MUSTER_BODY. */
export function readPage({ limit, after, run }: ApiRequest<'get /api/gates'>['query']): GatePage {
  const at = after === undefined ? undefined : /^(\d{1,15})\.([^.]+)\.(.+)$/.exec(after)
  if (at === null) throw bad('`after` is what the page before gave as `next`')
  const [, openedAt = '', ofRun = '', stage = ''] = at ?? []
  return {
    limit: integerOf(limit, 'limit', DEFAULT_LIMIT, MOST),
    ...(at !== undefined && { after: { openedAt: Number(openedAt), run: ofRun, stage } }),
    ...(run !== undefined && { run }),
  }
}

/** Open gates that whoever asks may know of, the one that has waited longest in front. */
export async function openGatesOf(
  ledger: LedgerReads,
  { tenant, project }: Principal,
  page: GatePage & Pick<OpenGateFilter, 'voter'>,
): Promise<Paged<WaitingGate>> {
  const rows = await ledger.openGates({ tenant, ...page, ...(project !== null && { project }) })
  const last = rows.length < page.limit ? undefined : rows.at(-1)?.gate
  return { rows, next: last === undefined ? null : `${last.openedAt}.${last.run}.${last.stage}` }
}

/** The gates that wait for whoever asks, the one that has waited longest in front. A page may hold fewer than its limit. */
export async function inboxOf(
  ledger: LedgerReads,
  principal: Principal,
  page: GatePage,
): Promise<Paged<InboxItem>> {
  const { rows, next } = await openGatesOf(ledger, principal, { ...page, voter: principal.actor })
  const items = rows.flatMap((row): readonly InboxItem[] => {
    const can = eligibilityAt(row, principal)
    if (!can.may) return []
    const { gate, votes, pipeline, version, by } = row
    const { leadsTo: tier = null, rule = null } = gate.about ?? {}
    return [{ gate: toGateView(gate, votes), pipeline, version, by, tier, as: can.as, rule }]
  })
  return { rows: items, next }
}

/** Whether whoever asks may vote at a gate, by what its row tells: agents have no inbox. */
function eligibilityAt({ gate, votes, by }: WaitingGate, { actor }: Principal): Eligibility {
  const { about, approvers } = gate
  const publishers = about?.publishers ?? {}
  const parties = { author: by, publishers, agents: [], strict: about?.subject === 'plan' }
  return eligibility({ allowAuthor: about?.allowAuthor === true }, { approvers, votes }, parties, actor)
}
