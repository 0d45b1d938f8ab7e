import { type Json, mayAsk, MINUTE_MS, MusterError, type VoteJob, type VoteJobAnswer } from '@muster/core'
import { keyOf, perPersonLimiter } from './authenticate.ts'
import { ANSWER_KEYS, castVote, readAnswer, readSeen } from './cast-vote.ts'
import { unknownCaller } from './door.ts'
import { createGuesses, nameKey } from './guesses.ts'
import { depsFor, type OpenDeps } from './handler.ts'
import { bad, objectOf, textOf } from './request.ts'
import { demandRoom } from './tell-bound.ts'

/** Of what a vote names as its token, what is counted: the hash of one is as long. */
const MOST_OF_NAME = 64
/** How old the signature of a vote may be. */
const GOOD_FOR_MS = 60 * MINUTE_MS
/** How far the clock of whoever signs may be ahead. */
const AHEAD_MS = 5 * MINUTE_MS

/** Takes a vote from the queue. Throws MUSTER_NOT_AUTHENTICATED, MUSTER_BODY and what a vote by the API does. */
export function createVoteTaker(deps: OpenDeps): (job: VoteJob) => Promise<VoteJobAnswer> {
  const { clock, door, limits, requestsPerMinute } = deps
  const perPerson = perPersonLimiter(limits, requestsPerMinute)
  const guesses = createGuesses(limits, clock)

  return async (job) => {
    const whence = [nameKey(String((job as Partial<VoteJob> | null)?.token).slice(0, MOST_OF_NAME))]
    // Whoever reads the queue knows which token is named: that alone proves nothing.
    const barred = await guesses.barred(whence, null)
    if (barred !== null) demandRoom(barred)
    const principal = await door.byVote(job)
    if (principal === null) {
      await guesses.failed(whence)
      throw unknownCaller('The vote is not signed with a token that is known here and still good.')
    }
    demandRoom(await perPerson.take(keyOf(principal)))
    if (!mayAsk(principal, 'decide'))
      throw new MusterError('MUSTER_NOT_ALLOWED', {
        problem: 'This needs the permission `decide`, which you do not have.',
      })
    const given = objectOf(parse(job.vote), [...ANSWER_KEYS, 'gate', 'at'])
    const { at } = given
    if (typeof at !== 'number') throw bad('`at` is when the vote was signed, in milliseconds since 1970')
    if (at < clock() - GOOD_FOR_MS || at > clock() + AHEAD_MS)
      throw unknownCaller('The vote was not signed within the last hour.')
    const vote = {
      ...readAnswer(given),
      voter: principal.actor,
      surface: 'queue',
      seen: readSeen(given),
    } as const
    const gate = textOf(given, 'gate', 500) ?? ''
    return { gate: await castVote(depsFor(deps, principal.tenant), principal, gate, vote) }
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw bad('`vote` is no JSON')
  }
}
