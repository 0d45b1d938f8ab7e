import type { Json } from '@muster/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../support/documents.ts'

interface Plan {
  readonly gate: boolean
  readonly requires: readonly number[]
  readonly result: 'succeeded' | 'finished' | 'failed'
  readonly guarded: boolean
}

const HIGH = { template: 'terraform', config: { tier: 4 } }

function refused(stages: readonly Json[]): readonly string[] {
  const text = JSON.stringify({ name: 'p', stages })
  return problemsOf(text).map(({ code }) => code)
}

const gate = { name: 'g', type: 'gate' }

describe('a tier above the template', () => {
  test.each<[string, Json[]]>([
    ['directly after a gate', [gate, { name: 'a', requires: 'g', ...HIGH }]],
    [
      'behind an agent behind a gate',
      [gate, { name: 'b', requires: 'g' }, { name: 'a', requires: 'b', ...HIGH }],
    ],
    [
      'with one of two requirements gated',
      [gate, { name: 'b' }, { name: 'a', requires: ['b', 'g'], ...HIGH }],
    ],
    [
      'in a container behind a gate',
      [gate, { name: 'c', type: 'parallel', requires: 'g', branches: [[{ name: 'a', ...HIGH }]] }],
    ],
    [
      'behind a parallel with a gate in it',
      [
        { name: 'c', type: 'parallel', branches: [[{ name: 'x' }], [gate]] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'behind a condition with a gate in both branches',
      [
        { name: 'c', type: 'condition', if: 'true', then: [gate], else: [{ name: 'h', type: 'gate' }] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'in a branch after its gate',
      [{ name: 'c', type: 'condition', if: 'true', then: [gate, { name: 'a', ...HIGH }] }],
    ],
  ])('is allowed %s', (_title, stages) => {
    expect(refused(stages)).toEqual([])
  })

  test.each<[string, Json[]]>([
    ['without a gate', [{ name: 'a', ...HIGH }]],
    ['beside a gate', [gate, { name: 'a', ...HIGH }]],
    [
      'after a gate that may be rejected',
      [gate, { name: 'a', requires: 'g', requires_result: 'finished', ...HIGH }],
    ],
    [
      'after a gate that was rejected',
      [gate, { name: 'a', requires: 'g', requires_result: 'failed', ...HIGH }],
    ],
    [
      'behind a condition with a gate in one branch only',
      [
        { name: 'c', type: 'condition', if: 'true', then: [gate], else: [{ name: 'x' }] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'behind a condition without the other branch',
      [
        { name: 'c', type: 'condition', if: 'true', then: [gate] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'behind a gate for each element of what may be empty',
      [
        { name: 'c', type: 'parallel', foreach: '[]', stages: [gate] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'behind a parallel whose gate may be skipped',
      [
        { name: 'c', type: 'parallel', branches: [[{ ...gate, when: 'false' }]] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
    [
      'behind a parallel whose gate waits for what may be skipped',
      [
        { name: 'x', when: 'false' },
        { name: 'c', type: 'parallel', branches: [[{ ...gate, requires: 'x' }]] },
        { name: 'a', requires: 'c', ...HIGH },
      ],
    ],
  ])('is refused %s', (_title, stages) => {
    expect(refused(stages)).toEqual(['TIER_ABOVE_TEMPLATE'])
  })
})

const plans = fc
  .array(
    fc.record({
      gate: fc.boolean(),
      requires: fc.array(fc.nat(4), { maxLength: 3 }),
      result: fc.constantFrom(
        'succeeded' as const,
        'succeeded' as const,
        'finished' as const,
        'failed' as const,
      ),
      guarded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drafts) =>
    drafts.map(
      (draft, index): Plan => ({
        ...draft,
        requires: [...new Set(draft.requires)].filter((one) => one < index),
      }),
    ),
  )

/** What every stage comes to when no gate is ever approved and agents and guards go as told. */
function started(
  plan: readonly Plan[],
  fails: readonly boolean[],
  guards: readonly boolean[],
): readonly boolean[] {
  const ends: ('succeeded' | 'failed' | 'skipped')[] = []
  return plan.map(({ gate: isGate, requires, result, guarded }, index) => {
    const results = requires.map((one) => ends[one])
    const fits =
      result === 'finished' ||
      (result === 'succeeded'
        ? results.every((end) => end === 'succeeded')
        : results.some((end) => end === 'failed'))
    const starts = fits && !(guarded && guards[index] === false)
    ends[index] = !starts ? 'skipped' : isGate || fails[index] === true ? 'failed' : 'succeeded'
    return starts && !isGate
  })
}

test('no stage of an accepted pipeline starts above its template while no gate is approved', () => {
  const eight = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 })
  let accepted = 0
  fc.assert(
    fc.property(plans, fc.nat(7), eight, eight, (plan, chosen, fails, guards) => {
      const high = chosen % plan.length
      const stages = plan.map(({ gate: isGate, requires, result, guarded }, index) => ({
        name: `s${index}`,
        ...(isGate ? { type: 'gate' } : index === high ? HIGH : {}),
        requires: requires.map((one) => `s${one}`),
        requires_result: result,
        ...(guarded ? { when: 'true' } : {}),
      }))
      if (refused(stages).length > 0) return
      if (plan[high]?.gate === false) accepted += 1
      expect(started(plan, fails, guards)[high]).toBe(false)
    }),
    { numRuns: 1_000 },
  )
  expect(accepted).toBeGreaterThan(20)
})
