import type { EffectRow } from '@muster/core'
import { expect, test } from 'vitest'
import { renderEffects, unknownLines } from '../src/render/effect-lines.ts'

function effect(number: number, more: Partial<EffectRow>): EffectRow {
  return {
    tenant: 'default',
    run: 'r1',
    stage: 'deploy',
    number,
    key: 'k',
    verb: 'file.write',
    target: 'site/index.html',
    digest: 'sha256:0',
    bytes: 1,
    phase: 'EXECUTE',
    attempt: 1,
    fence: 4,
    worker: 'w1',
    askedAt: 1_800_000_000_000,
    status: 'done',
    code: null,
    reason: null,
    result: {},
    endedAt: null,
    settledBy: null,
    ...more,
  }
}

const EFFECTS = [
  effect(1, {}),
  effect(2, { status: 'denied', code: 'plan', reason: 'the plan has no\nsuch action' }),
  effect(3, { status: 'unknown', verb: 'command.run', target: 'release' }),
]

test('effects are listed by stage and number, each on a line, with why it was not done', () => {
  const [head, ...rows] = renderEffects(EFFECTS, 200)
  expect(head).toMatch(/^EFFECT +STATUS +ASKED +VERB +TARGET +WHY$/)
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatch(/^deploy\/1 +done /)
  expect(rows[1]).toMatch(/^deploy\/2 +denied .* the plan has no such action$/)
})

test('an effect that is unknown tells how to settle it, and no other does', () => {
  expect(unknownLines('r1', EFFECTS)).toEqual([
    expect.stringContaining('npx muster effects settle r1 deploy/3 --happened'),
  ])
})
