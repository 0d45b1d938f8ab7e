import { expect, test } from 'vitest'
import { isSignedVote, signVote, voteKeyOf } from '../src/index.ts'

const TOKEN = `muster_${'A'.repeat(43)}`
const VOTE = '{"gate":"r.ask"}'

test('a vote is signed as any other implementation of Ed25519 signs it', () => {
  // Made with the code in docs/how-to/enqueue-from-a-script.md.
  const key = '0ISeC4mvnOtevzSGwjKRPiNKnkxcsLerP5yHa6euPZE'
  const signature = '_n_s67sCO5dVK0mFdxsm3_c9AnFHVIdAoJiEsh2veknoQjMJupWRzFqnuCOF5gZ4CiEULjBAXGgHKkiEHPphAQ'
  expect([voteKeyOf(TOKEN), signVote(TOKEN, VOTE)]).toEqual([key, signature])
  expect(isSignedVote(key, VOTE, signature)).toBe(true)
})

test.each([
  ['another vote', `${VOTE} `, signVote(TOKEN, VOTE)],
  ['another token', VOTE, signVote('muster_B', VOTE)],
  ['no signature', VOTE, ''],
  ['something that is none', VOTE, 'x'.repeat(86)],
])('a signature does not hold for %s', (_, vote, signature) => {
  expect(isSignedVote(voteKeyOf(TOKEN), vote, signature)).toBe(false)
})
