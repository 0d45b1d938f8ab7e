import { expect, test } from 'vitest'
import { renderGateNotice, whoOf } from '../src/render/gate-notice.ts'
import { NO_COLOURS } from '../src/terminal.ts'
import { gateView, voteRow } from './fixtures.ts'

const options = { now: 0, theme: NO_COLOURS, user: 'eve', url: 'http://127.0.0.1:1' }

test('a gate says who can decide it, by when, with which command and where', () => {
  const lines = renderGateNotice(gateView({ message: 'Deploy?' }), options)
  expect(lines.map((line) => line.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, 'DAY TIME'))).toEqual([
    '? Gate demo-1.approve waits for a decision.',
    '  Deploy?',
    '  who      ann, bob',
    '  by       DAY TIME (in 1h)',
    '  look     npx muster gate show demo-1.approve',
    '  approve  npx muster approve demo-1.approve --as ann',
    '  reject   npx muster reject demo-1.approve --as ann',
    '  browser  http://127.0.0.1:1',
  ])
})

test.each([
  ['ann', ['ann', 'bob']],
  ['eve', ['role:owner']],
  ['eve', []],
  ['eve', ['role:sre']],
])('%s needs to speak for nobody at a gate of %s', (user, approvers) => {
  const text = renderGateNotice(gateView({ approvers }), { ...options, user }).join('\n')
  expect(text).not.toContain('--as')
})

test('who has voted is not suggested again', () => {
  const gate = gateView({ quorum: 2, votes: [voteRow('ann', 'approve')] })
  expect(renderGateNotice(gate, options).join('\n')).toContain('--as bob')
  expect(whoOf(gate)).toBe('ann, bob (2 must approve); ann approved')
})

test('a gate without approvers waits for anyone', () => {
  expect(whoOf(gateView({ approvers: [], escalated: true }))).toBe('anyone, after escalation')
})
