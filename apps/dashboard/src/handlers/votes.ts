import {
  type Actor,
  DECISIONS,
  type Decision,
  type ErrorBody,
  type GateView,
  isLocalOwner,
  type Json,
  type JsonObject,
  MusterError,
  type Principal,
  type Surface,
  SURFACES,
  speakingFor,
  toMusterError,
  type VotesAnswer,
} from '@muster/core'
import type { DashboardDeps } from '../deps.ts'
import type { Handler } from '../handler.ts'
import { loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { bad, isObject, objectOf, personName, textOf } from '../request.ts'
import { ruleOf } from '../gate-rule.ts'

/** Gates that one request may decide. */
const MOST_GATES = 100
const SHARED = ['decision', 'comment', 'as', 'to', 'values', 'surface']

/** Votes at one gate. Whoever names an approver with `as` is recorded beside them. */
export const vote: Handler = async ({ params, body, principal }, deps) => {
  const given = objectOf(body, [...SHARED, 'seen'])
  const answer = answerOf(given, principal)
  const gate = await loadGate(deps.ledger, principal, params['gate'])
  return json({ gate: await cast(deps, principal, gate, answer, seenOf(given)) })
}

/** Gives the same answer at several gates that share a rule, each bound to what was seen of it. */
export const voteAll: Handler = async ({ body, principal }, deps) => {
  const given = objectOf(body, [...SHARED, 'gates'])
  const answer = answerOf(given, principal)
  const asked = gatesOf(given['gates'])
  const gates = await Promise.all(asked.map(({ gate }) => loadGate(deps.ledger, principal, gate)))
  const rules = new Set(await Promise.all(gates.map((gate) => ruleOf(deps.ledger, gate))))
  if (rules.size > 1)
    throw new MusterError('MUSTER_GATES_DIFFER', { gates: asked.map(({ gate }) => gate).join(', ') })
  const answers: GateView[] = []
  const refused: { gate: string; error: ErrorBody['error'] }[] = []
  for (const [index, gate] of gates.entries()) {
    try {
      answers.push(await cast(deps, principal, gate, answer, asked[index]?.seen ?? ''))
    } catch (thrown) {
      const { code, message, hint, problems } = toMusterError(thrown)
      refused.push({ gate: gate.id, error: { code, message, hint, problems } })
    }
  }
  return json({ answers, refused } satisfies VotesAnswer)
}

interface Answer {
  readonly voter: Actor
  readonly decision: Decision
  readonly comment: string | null
  readonly surface: Surface
  readonly to?: string
  readonly values?: JsonObject
}

function answerOf(given: JsonObject, principal: Principal): Answer {
  const decision = DECISIONS.find((known) => known === given['decision'])
  if (decision === undefined) throw bad(`\`decision\` is ${DECISIONS.join(', ')}`)
  const comment = textOf(given, 'comment', 4_000)
  const as = textOf(given, 'as', 100)
  const to = textOf(given, 'to', 100)
  const values = given['values'] ?? null
  if (values !== null && !isObject(values)) throw bad('`values` is an object')
  if (as !== null && !isLocalOwner(principal))
    throw new MusterError('MUSTER_NOT_ALLOWED', { problem: 'You may vote for nobody but yourself.' })
  return {
    voter: as === null ? principal.actor : speakingFor(personName(as), principal),
    decision,
    comment: comment === null || comment.trim() === '' ? null : comment,
    surface: SURFACES.find((known) => known === given['surface']) ?? 'api',
    ...(to === null ? {} : { to: personName(to) }),
    ...(values === null ? {} : { values }),
  }
}

async function cast(
  { engine, ledger }: DashboardDeps,
  principal: Principal,
  { id, run, stage }: GateView,
  answer: Answer,
  seen: string,
): Promise<GateView> {
  await engine.decide({ tenant: principal.tenant, run, stage, ...answer, seen })
  return loadGate(ledger, principal, id)
}

function gatesOf(given: Json | undefined): readonly { readonly gate: string; readonly seen: string }[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_GATES)
    throw bad(`\`gates\` is a list of 1 to ${MOST_GATES} gates`)
  return (given as readonly Json[]).map((one) => {
    const fields = objectOf(one, ['gate', 'seen'])
    return { gate: textOf(fields, 'gate', 500) ?? '', seen: seenOf(fields) }
  })
}

function seenOf(given: JsonObject): string {
  const seen = textOf(given, 'seen', 200)
  if (seen === null) throw bad('`seen` is the digest of the gate as it was shown')
  return seen
}
