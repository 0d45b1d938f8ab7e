import { DECISIONS, DEFAULT_TENANT, type Json, type JsonObject, SURFACES } from '@muster/core'
import type { Handler } from '../handler.ts'
import { loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, personName, textOf } from '../request.ts'
import { toGateView } from '../views.ts'

/** Every open gate, the one that closes first in front. */
export const listGates: Handler = async (_, { ledger }) => {
  const rows = await ledger.gates({ tenant: DEFAULT_TENANT, open: true })
  const runs = [...new Set(rows.map((row) => row.run))]
  const votes = (await Promise.all(runs.map((run) => ledger.votes(run)))).flat()
  const gates = rows.map((row) => toGateView(row, votes))
  return json({ gates: gates.toSorted((a, b) => a.deadlineAt - b.deadlineAt) })
}

/** One gate: the newest round. */
export const getGate: Handler = async ({ params }, { ledger }) => json(await loadGate(ledger, params['gate']))

/** What people are shown of a gate before they decide. */
export const getEvidence: Handler = async ({ params, actor }, { engine, ledger }) => {
  const { run, stage } = await loadGate(ledger, params['gate'])
  return json(await engine.evidence({ tenant: DEFAULT_TENANT, run, stage, viewer: actor }))
}

/** Votes. Whoever names an approver with `as` is recorded beside them. */
export const vote: Handler = async ({ params, body, actor }, { engine, ledger }) => {
  const given = objectOf(body, ['decision', 'comment', 'as', 'seen', 'to', 'values', 'surface'])
  const decision = DECISIONS.find((known) => known === given['decision'])
  if (decision === undefined) throw bad(`\`decision\` is ${DECISIONS.join(', ')}`)
  const comment = textOf(given, 'comment', 4_000)
  const as = textOf(given, 'as', 100)
  const seen = textOf(given, 'seen', 200)
  if (seen === null) throw bad('`seen` is the digest of the gate as it was shown')
  const to = textOf(given, 'to', 100)
  const gate = await loadGate(ledger, params['gate'])
  const voter =
    as === null ? actor : { kind: 'person' as const, name: personName(as), roles: [], via: actor.name }
  await engine.decide({
    tenant: DEFAULT_TENANT,
    run: gate.run,
    stage: gate.stage,
    voter,
    decision,
    comment: comment === null || comment.trim() === '' ? null : comment,
    surface: SURFACES.find((known) => known === given['surface']) ?? 'api',
    seen,
    ...(to === null ? {} : { to: personName(to) }),
    ...(given['values'] === undefined ? {} : { values: valuesOf(given['values']) }),
  })
  return json({ gate: await loadGate(ledger, gate.id) })
}

function valuesOf(given: Json): JsonObject {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as JsonObject
  throw bad('`values` is an object')
}
