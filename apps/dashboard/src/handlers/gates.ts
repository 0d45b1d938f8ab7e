import type { Ledger, Principal } from '@muster/core'
import type { Handler } from '../handler.ts'
import { inboxOf } from '../inbox.ts'
import { findRun, loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { toGateView } from '../views.ts'

/** Every open gate, the one that closes first in front. */
export const listGates: Handler = async ({ principal }, { ledger }) => {
  const rows = await ledger.gates({ tenant: principal.tenant, open: true })
  const named = [...new Set(rows.map((row) => row.run))]
  const seen = principal.project === null ? named : await visibleOf(ledger, principal, named)
  const votes = (await Promise.all(seen.map((run) => ledger.votes(run)))).flat()
  const gates = rows.filter(({ run }) => seen.includes(run)).map((row) => toGateView(row, votes))
  return json({ gates: gates.toSorted((a, b) => a.deadlineAt - b.deadlineAt) })
}

/** One gate: the newest round. */
export const getGate: Handler = async ({ params, principal }, { ledger }) =>
  json(await loadGate(ledger, principal, params['gate']))

/** What people are shown of a gate before they decide. */
export const getEvidence: Handler = async ({ params, principal }, { engine, ledger }) => {
  const { run, stage } = await loadGate(ledger, principal, params['gate'])
  return json(await engine.evidence({ tenant: principal.tenant, run, stage, viewer: principal.actor }))
}

/** The gates that wait for whoever asks. */
export const getInbox: Handler = async ({ principal }, { ledger }) =>
  json({ items: await inboxOf(ledger, principal) })

async function visibleOf(
  ledger: Ledger,
  principal: Principal,
  runs: readonly string[],
): Promise<readonly string[]> {
  const rows = await Promise.all(runs.map((run) => findRun(ledger, principal, run)))
  return rows.flatMap((row) => (row === null ? [] : [row.id]))
}
