import {
  eligibility,
  gateAt,
  type GateRow,
  type InboxItem,
  type LedgerReads,
  partiesOf,
  type Principal,
  type RunRow,
  sharedRule,
  tierBehind,
} from '@muster/core'
import { readState } from '@muster/engine'
import { findRun } from './load.ts'
import { toGateView } from './views.ts'

/** Open gates looked at for one inbox: who has more has other worries. */
const MOST = 500
const AT_ONCE = 8

/** The gates that wait for whoever asks, the one that has waited longest in front. */
export async function inboxOf(ledger: LedgerReads, principal: Principal): Promise<readonly InboxItem[]> {
  const open = await ledger.gates({ tenant: principal.tenant, open: true })
  const oldest = open.toSorted((a, b) => a.openedAt - b.openedAt).slice(0, MOST)
  const runs = [...new Set(oldest.map(({ run }) => run))]
  const items: InboxItem[] = []
  for (let at = 0; at < runs.length; at += AT_ONCE) {
    const some = runs.slice(at, at + AT_ONCE).map(async (run) => {
      const row = await findRun(ledger, principal, run)
      return row === null
        ? []
        : itemsOf(
            ledger,
            principal,
            row,
            oldest.filter((gate) => gate.run === run),
          )
    })
    items.push(...(await Promise.all(some)).flat())
  }
  return items.toSorted((a, b) => a.gate.openedAt - b.gate.openedAt)
}

async function itemsOf(
  ledger: LedgerReads,
  { actor }: Principal,
  { id, pipeline, version, by }: RunRow,
  gates: readonly GateRow[],
): Promise<readonly InboxItem[]> {
  const [state, votes] = await Promise.all([readState(ledger, id), ledger.votes(id)])
  return gates.flatMap((row) => {
    const at = gateAt(state, row.stage)
    if (at === null || at.gate.decided !== null) return []
    const can = eligibility(at.policy, at.gate, partiesOf(state, at.node), actor)
    if (!can.may) return []
    const tier = tierBehind(state.graph, row.stage)
    const rule = sharedRule(at.node, at.policy)
    return [{ gate: toGateView(row, votes), pipeline, version, by, tier, as: can.as, rule }]
  })
}
