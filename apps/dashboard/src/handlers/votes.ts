import {
  type Actor,
  DECISIONS,
  type Decision,
  demandFreshLogin,
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
  tierBehind,
  toMusterError,
  type VotesAnswer,
} from '@muster/core'
import type { Handler, HandlerDeps } from '../handler.ts'
import { loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { bad, isObject, objectOf, personName, textOf } from '../request.ts'

/** Gates that one request may decide. */
const MOST_GATES = 100
const SHARED = ['decision', 'comment', 'as', 'surface']

/** Votes at one gate. Whoever names an approver with `as` is recorded beside them. */
export const vote: Handler = async ({ params, body, principal }, deps) => {
  const given = objectOf(body, [...SHARED, 'to', 'values', 'seen'])
  const answer = answerOf(given, principal)
  const gate = await gateToDecide(deps, principal, params['gate'], answer.voter)
  return json({ gate: await cast(deps, principal, gate, answer, seenOf(given)) })
}

/** Gives the same answer at several gates that share a rule, each bound to what was seen of it. */
export const voteAll: Handler = async ({ body, principal }, deps) => {
  const { engine, ledger } = deps
  const given = objectOf(body, [...SHARED, 'gates', 'mode'])
  const { voter, decision, comment, surface } = answerOf(given, principal)
  if (decision === 'delegate') throw bad('a vote is handed on at one gate at a time')
  const mode = given['mode'] ?? 'all'
  if (mode !== 'all' && mode !== 'each') throw bad('`mode` is all or each')
  const asked = gatesOf(given['gates'])
  const views = await Promise.all(asked.map(({ gate }) => gateToDecide(deps, principal, gate, voter)))
  for (const view of views) await demandFresh(deps, principal, view)
  const gates = views.map(({ run, stage }, index) => ({ run, stage, seen: asked[index]?.seen ?? '' }))
  const { tenant } = principal
  const came = await engine.decideMany({ tenant, voter, decision, comment, surface, mode, gates })
  const answers: GateView[] = []
  const refused: { gate: string; error: ErrorBody['error'] }[] = []
  for (const { gate, refused: why } of came) {
    if (why === null) answers.push(await loadGate(ledger, principal, gate))
    else refused.push({ gate, error: bodyOf(why) })
  }
  return json({ answers, refused } satisfies VotesAnswer)
}

/** Who votes at a gate that is not there is written down: there is no run to keep it in. Throws MUSTER_GATE_NOT_FOUND. */
async function gateToDecide(
  { ledger, engine }: HandlerDeps,
  principal: Principal,
  gate: string | undefined,
  by: Actor,
): Promise<GateView> {
  try {
    return await loadGate(ledger, principal, gate)
  } catch (thrown) {
    const { code: because } = toMusterError(thrown)
    const { tenant } = principal
    if (because === 'MUSTER_GATE_NOT_FOUND')
      await engine.refusals.note({ tenant, by, door: 'gate.vote', on: (gate ?? '').slice(0, 200), because })
    throw thrown
  }
}

function bodyOf({ code, message, hint, problems }: MusterError): ErrorBody['error'] {
  return { code, message, hint, problems }
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
  deps: HandlerDeps,
  principal: Principal,
  gate: GateView,
  answer: Answer,
  seen: string,
): Promise<GateView> {
  await demandFresh(deps, principal, gate)
  const { engine, ledger } = deps
  const { id, run, stage } = gate
  await engine.decide({ tenant: principal.tenant, run, stage, ...answer, seen })
  return loadGate(ledger, principal, id)
}

/** Who decides at T3 and above has logged in lately. Throws MUSTER_LOGIN_STALE. */
async function demandFresh(
  { ledger, clock }: HandlerDeps,
  principal: Principal,
  { run, stage }: GateView,
): Promise<void> {
  demandFreshLogin(principal, tierBehind(await ledger.graph(run), stage) ?? 0, clock())
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
