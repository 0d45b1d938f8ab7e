import { expect, test } from 'vitest'
import { attentionAsked, attentionContext } from '../src/index.ts'

const GATE = { tenant: 'default', run: 'r', stage: 'ask', seen: 'sha256:0' }

test('whoever speaks for others is asked about by their own name', () => {
  const voter = { kind: 'person', name: 'ann', roles: [], via: 'olga' } as const
  expect(attentionAsked(voter, GATE, 1_000_000)).toEqual({
    ...GATE,
    viewer: 'olga',
    since: 400_000,
    minute: 940_000,
  })
})

test('whole seconds of looking count, and who was never shown anything has looked for none', () => {
  const shown = (shownAt: number | null) => attentionContext({ recent: 2, inMinute: 1, shownAt }, 10_999)
  expect(shown(5_000)).toEqual({ recentApprovals: 2, approvalsInMinute: 1, shownSeconds: 5 })
  expect(shown(10_000).shownSeconds).toBe(0)
  expect(shown(12_000).shownSeconds).toBe(0)
  expect(shown(null).shownSeconds).toBe(0)
})
