import type { GatesAnswer, InboxAnswer } from '@muster/core'
import type { Handler } from '../handler.ts'
import { inboxOf, openGatesOf, readPage } from '../inbox.ts'
import { loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { toGateView } from '../views.ts'

/** Open gates, the one that has waited longest in front. */
export const listGates: Handler<'get /api/gates'> = async ({ query, principal }, { ledger }) => {
  const { rows, next } = await openGatesOf(ledger, principal, readPage(query))
  return json({ gates: rows.map(({ gate, votes }) => toGateView(gate, votes)), next } satisfies GatesAnswer)
}

/** One gate: the newest round. */
export const getGate: Handler<'get /api/gates/:gate'> = async ({ params, principal }, { ledger }) =>
  json(await loadGate(ledger, principal, params.gate))

/** What people are shown of a gate before they decide. */
export const getEvidence: Handler<'get /api/gates/:gate/evidence'> = async (
  { params, principal },
  { engine, ledger },
) => {
  const { run, stage } = await loadGate(ledger, principal, params.gate)
  return json(await engine.evidence({ tenant: principal.tenant, run, stage, viewer: principal.actor }))
}

/** The gates that wait for whoever asks. */
export const getInbox: Handler<'get /api/inbox'> = async ({ query, principal }, { ledger }) => {
  const { rows: items, next } = await inboxOf(ledger, principal, readPage(query))
  return json({ items, next } satisfies InboxAnswer)
}
