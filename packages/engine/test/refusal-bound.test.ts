import type { ForgedMessage, Log } from '@muster/core'
import { expect, test } from 'vitest'
import { createRefusalBound, type RunRefusal } from '../src/refusal-bound.ts'

const messageOf = (run: string, fence: number): ForgedMessage => ({
  run,
  stage: 's',
  phase: 'PLAN',
  attempt: 1,
  fence,
  worker: 'w',
  forged: 'nobody sealed it',
})
const refusalOf = ({ fence }: ForgedMessage): RunRefusal => ({
  kind: 'attempt.refused',
  stage: 's',
  phase: 'PLAN',
  attempt: 1,
  fence,
  worker: 'w',
  because: 'x',
})

function open() {
  const logged: object[] = []
  const log: Log = { debug() {}, info() {}, warn() {}, error: (facts) => void logged.push(facts) }
  const at = { now: 0 }
  const bound = createRefusalBound(() => at.now, log)
  const tell = (run: string, count: number): number => {
    const messages = Array.from({ length: count }, (_, fence) => messageOf(run, fence + 1))
    return messages.filter((message) => bound.tells(message, refusalOf(message))).length
  }
  return { at, bound, logged, tell }
}

test('of a flood ten refusals of a run are told and the others counted, a minute, while other runs are told of', () => {
  const { at, bound, tell } = open()
  expect([tell('a', 5_000), tell('b', 10), tell('a', 1)]).toEqual([10, 10, 0])
  expect(bound.counted(false)).toEqual([])
  at.now = 60_000
  expect(bound.counted(false)).toEqual([
    { run: 'a', refusal: { ...refusalOf(messageOf('a', 1)), count: 4_991 } },
  ])
  expect(bound.counted(true)).toEqual([])
  expect(tell('a', 11)).toBe(10)
  expect(bound.counted(true)).toMatchObject([{ run: 'a', refusal: { fence: 11, count: 1 } }])
})

test('a message that is judged twice counts once', () => {
  const { bound, tell } = open()
  tell('a', 9)
  const [last, beyond] = [messageOf('a', 1), messageOf('a', 2)]
  const judged = [last, last, beyond, beyond].map((message) => bound.tells(message, refusalOf(message)))
  expect(judged).toEqual([true, true, false, false])
  expect(bound.counted(true)).toMatchObject([{ refusal: { count: 1 } }])
})

test('whoever names more runs than are told apart fills no memory, and the log tells how often', () => {
  const { bound, logged, tell } = open()
  for (let run = 0; run < 1_003; run += 1) tell(`r${run}`, 1)
  bound.counted(false)
  expect(logged).toEqual([{ refusals: 3 }])
})
