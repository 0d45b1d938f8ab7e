import {
  type Actor,
  DECISIONS,
  type Decision,
  demandFreshLogin,
  type GateView,
  type JsonObject,
  type Principal,
  type Surface,
  tierBehind,
  toMusterError,
} from '@muster/core'
import type { HandlerDeps } from './handler.ts'
import { loadGate } from './load.ts'
import { bad, isObject, personName, textOf } from './request.ts'

/** Of the id of a gate that is not there, what is kept. */
const MOST_OF_ID = 200

/** What an answer at one gate may hold. */
export const ANSWER_KEYS = ['decision', 'comment', 'to', 'values', 'seen'] as const

/** What somebody answers, without who it is and where. */
export interface Answer {
  readonly decision: Decision
  readonly comment: string | null
  readonly to?: string
  readonly values?: JsonObject
}

/** An answer as it was sent. Throws MUSTER_BODY. */
export function readAnswer(given: JsonObject): Answer {
  const decision = DECISIONS.find((known) => known === given['decision'])
  if (decision === undefined) throw bad(`\`decision\` is ${DECISIONS.join(', ')}`)
  const comment = textOf(given, 'comment', 4_000)
  const to = textOf(given, 'to', 100)
  const values = given['values'] ?? null
  if (values !== null && !isObject(values)) throw bad('`values` is an object')
  return {
    decision,
    comment: comment === null || comment.trim() === '' ? null : comment,
    ...(to === null ? {} : { to: personName(to) }),
    ...(values === null ? {} : { values }),
  }
}

/** The digest that an answer binds to. Throws MUSTER_BODY without one. */
export function readSeen(given: JsonObject): string {
  const seen = textOf(given, 'seen', 200)
  if (seen === null) throw bad('`seen` is the digest of the gate as it was shown')
  return seen
}

/** Votes at one gate, whatever surface it came by; answers the gate after that. */
export async function castVote(
  deps: HandlerDeps,
  principal: Principal,
  gate: string | undefined,
  vote: Answer & { readonly voter: Actor; readonly surface: Surface; readonly seen: string },
): Promise<GateView> {
  const { engine, ledger } = deps
  const at = await gateToDecide(deps, principal, gate, vote.voter)
  await demandFresh(deps, principal, at)
  const { id, run, stage } = at
  await engine.decide({ tenant: principal.tenant, run, stage, ...vote })
  return loadGate(ledger, principal, id)
}

/** The gate of a vote. One that is not there has no run to tell of it: that is written down. Throws MUSTER_GATE_NOT_FOUND. */
export async function gateToDecide(
  { ledger, engine }: HandlerDeps,
  { tenant, project }: Principal,
  gate: string | undefined,
  by: Actor,
): Promise<GateView> {
  try {
    return await loadGate(ledger, { tenant, project }, gate)
  } catch (thrown) {
    const { code: because } = toMusterError(thrown)
    const on = (gate ?? '').slice(0, MOST_OF_ID)
    if (because === 'MUSTER_GATE_NOT_FOUND')
      await engine.refusals.note({ kind: 'refused', tenant, by, door: 'gate.vote', on, because })
    throw thrown
  }
}

/** Who decides at T3 and above has logged in lately. Throws MUSTER_LOGIN_STALE. */
export async function demandFresh(
  { ledger, clock }: HandlerDeps,
  principal: Principal,
  { run, stage }: GateView,
): Promise<void> {
  demandFreshLogin(principal, tierBehind(await ledger.graph(run), stage) ?? 0, clock())
}
