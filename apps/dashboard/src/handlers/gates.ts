import {
  DECISIONS,
  demandFreshLogin,
  type GateView,
  isLocalOwner,
  type Ledger,
  MusterError,
  type Principal,
  speakingFor,
} from '@muster/core'
import type { Handler } from '../handler.ts'
import { findRun, loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, personName, textOf } from '../request.ts'
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

/** Votes. Whoever names an approver with `as` is recorded beside them. */
export const vote: Handler = async ({ params, body, principal }, { engine, ledger, clock }) => {
  const given = objectOf(body, ['decision', 'comment', 'as'])
  const decision = DECISIONS.find((known) => known === given['decision'])
  if (decision === undefined) throw bad(`\`decision\` is ${DECISIONS.join(' or ')}`)
  const comment = textOf(given, 'comment', 4_000)
  const as = textOf(given, 'as', 100)
  const gate = await loadGate(ledger, principal, params['gate'])
  if (as !== null && !isLocalOwner(principal))
    throw new MusterError('MUSTER_NOT_ALLOWED', { problem: 'You may vote for nobody but yourself.' })
  demandFreshLogin(principal, await tierBehind(ledger, gate), clock())
  const voter = as === null ? principal.actor : speakingFor(personName(as), principal)
  await engine.decide({
    tenant: principal.tenant,
    run: gate.run,
    stage: gate.stage,
    voter,
    decision,
    comment: comment === null || comment.trim() === '' ? null : comment,
  })
  return json({ gate: await loadGate(ledger, principal, gate.id) })
}

async function visibleOf(
  ledger: Ledger,
  principal: Principal,
  runs: readonly string[],
): Promise<readonly string[]> {
  const rows = await Promise.all(runs.map((run) => findRun(ledger, principal, run)))
  return rows.flatMap((row) => (row === null ? [] : [row.id]))
}

/** The highest tier of what waits for a gate, directly or not. */
async function tierBehind(ledger: Ledger, { run, stage }: GateView): Promise<number> {
  const { nodes } = await ledger.graph(run)
  const behind = new Set([stage])
  // In order: what requires a stage comes after it.
  for (const { id, requires, parent } of nodes)
    if (requires.some((one) => behind.has(one)) || (parent !== null && behind.has(parent))) behind.add(id)
  return Math.max(0, ...nodes.map((node) => (behind.has(node.id) && node.type === 'agent' ? node.tier : 0)))
}
