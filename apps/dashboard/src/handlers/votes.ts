import {
  type Actor,
  type ErrorBody,
  errorBodyOf,
  type GateView,
  isLocalOwner,
  type Json,
  type JsonObject,
  type NamedSurface,
  type Principal,
  speakingFor,
  type VotesAnswer,
} from '@muster/core'
import {
  type Answer,
  ANSWER_KEYS,
  castVote,
  demandFresh,
  gateToDecide,
  readAnswer,
  readSeen,
} from '../cast-vote.ts'
import { refused } from '../guard.ts'
import type { Handler, HandlerDeps } from '../handler.ts'
import { loadGate } from '../load.ts'
import { json } from '../reply.ts'
import { bad, objectOf, personName, textOf } from '../request.ts'

/** Gates that one request may decide. */
const MOST_GATES = 100
const SURFACES: readonly NamedSurface[] = ['page', 'cli', 'api', 'sdk']

/** Votes at one gate. Whoever names an approver with `as` is recorded beside them. */
export const vote: Handler<'post /api/gates/:gate/votes'> = async ({ params, body, principal }, deps) => {
  const given = objectOf(body, [...ANSWER_KEYS, 'as', 'surface'])
  const answer = { ...(await answerOf(given, principal, deps)), seen: readSeen(given) }
  return json({ gate: await castVote(deps, principal, params.gate, answer) })
}

/** Gives the same answer at several gates that share a rule, each bound to what was seen of it. */
export const voteAll: Handler<'post /api/votes'> = async ({ body, principal }, deps) => {
  const { engine, ledger } = deps
  const given = objectOf(body, ['decision', 'comment', 'as', 'surface', 'gates', 'mode'])
  const { voter, decision, comment, surface } = await answerOf(given, principal, deps)
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
  const without: ({ gate: string } & ErrorBody)[] = []
  for (const { gate, refused: why } of came) {
    if (why === null) answers.push(await loadGate(ledger, principal, gate))
    else without.push({ gate, ...errorBodyOf(why) })
  }
  return json({ answers, refused: without } satisfies VotesAnswer)
}

async function answerOf(
  given: JsonObject,
  principal: Principal,
  deps: HandlerDeps,
): Promise<Answer & { readonly voter: Actor; readonly surface: NamedSurface }> {
  const as = textOf(given, 'as', 100)
  if (as !== null && !(deps.speaksForOthers && isLocalOwner(principal)))
    throw refused('You may vote for nobody but yourself.')
  const voter = as === null ? principal.actor : speakingFor(personName(as), principal)
  if (voter.via !== undefined) await demandNoToken(deps, principal, voter.name)
  return {
    ...readAnswer(given),
    voter,
    surface: SURFACES.find((known) => known === given['surface']) ?? 'api',
  }
}

/** Nobody speaks for who can speak here themselves. Throws MUSTER_NOT_ALLOWED. */
async function demandNoToken({ engine, clock }: HandlerDeps, by: Principal, name: string): Promise<void> {
  const own = (await engine.tokens.list(by)).some(
    ({ actor, revokedAt, expiresAt }) => actor.name === name && revokedAt === null && expiresAt > clock(),
  )
  if (own) throw refused(`\`${name}\` has a token here, and votes by that alone.`)
}

function gatesOf(given: Json | undefined): readonly { readonly gate: string; readonly seen: string }[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_GATES)
    throw bad(`\`gates\` is a list of 1 to ${MOST_GATES} gates`)
  return (given as readonly Json[]).map((one) => {
    const fields = objectOf(one, ['gate', 'seen'])
    return { gate: textOf(fields, 'gate', 500) ?? '', seen: readSeen(fields) }
  })
}
