import type { Json, PipelineContext } from '@muster/core'
import { evaluate, evaluateBoolean, renderValue } from '@muster/dsl'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const CONTEXT: PipelineContext = {
  inputs: { n: 3, half: 1.5, env: 'staging', list: [1, 2, 3], map: { a: 1 }, none: null },
  stages: {
    plan: { status: 'succeeded', reason: null, outputs: { count: 5 } },
    'checks.lint': { status: 'failed', reason: 'it broke', outputs: {} },
  },
  item: { name: 'x' },
}

const failing = (problem: RegExp) =>
  expect.objectContaining({ code: 'MUSTER_EXPRESSION', message: expect.stringMatching(problem) as string })

describe('an expression gives', () => {
  test.each<[string, Json]>([
    ['inputs.n + 1', 4],
    ['inputs.n * 1.5', 4.5],
    ['inputs.half * 2', 3],
    ['inputs.n / 2', 1],
    ['inputs.n / 2.0', 1.5],
    ['inputs.env + "!"', 'staging!'],
    ['inputs.list.map(x, x * 2)', [2, 4, 6]],
    ['inputs.list + [4]', [1, 2, 3, 4]],
    ['inputs.list.filter(x, x > 1)', [2, 3]],
    ['{"a": inputs.n, "b": [1u, null]}', { a: 3, b: [1, null] }],
    ['inputs.map', { a: 1 }],
    ['inputs.none', null],
    ['stages.plan.outputs.count > 4', true],
    ['stages["checks.lint"].status', 'failed'],
    ['stages["checks.lint"].reason', 'it broke'],
    ['has(stages.plan.outputs.absent)', false],
    ['item.name', 'x'],
    ['"staging".matches("^st")', true],
    ['size(inputs.list)', 3],
  ])('%s', (source, expected) => {
    expect(evaluate(source, CONTEXT)).toEqual(expected)
  })
})

describe('an expression fails as MUSTER_EXPRESSION', () => {
  test.each([
    ['1 +', /unexpected/],
    ['"abc', /unexpected/],
    ['inputs.absent', /absent/],
    ['inputs.absent == 1 || inputs.other', /absent|other/],
    ['1 / 0', /zero/],
    ['timestamp("2020-01-01T00:00:00Z")', /JSON cannot hold/],
    ['b"x"', /JSON cannot hold/],
    ['9007199254740993', /exactly/],
    ['1.0 / 0.0', /finite/],
    ['nope', /means nothing/],
    ['unknown(1)', /unknown|overload/],
    ['inputs["__proto__"]', /__proto__/],
    [`${'1+'.repeat(1_100)}1`, /at most 2048/],
    [`${'('.repeat(20)}1${')'.repeat(20)}`, /nested/],
  ])('%s', (source, problem) => {
    expect(() => evaluate(source, CONTEXT)).toThrow(failing(problem))
  })
})

test('a condition that is neither true nor false fails', () => {
  expect(evaluateBoolean('inputs.n == 3', CONTEXT)).toBe(true)
  expect(() => evaluateBoolean('inputs.n', CONTEXT)).toThrow(failing(/gives 3, which is neither/))
})

describe('the work of one evaluation is bounded', () => {
  const list = Array.from({ length: 1_000 }, (_, index) => index)
  const inputs = { list, long: [...list, 1], text: 'x'.repeat(100_000) }
  const context: PipelineContext = { inputs, stages: {} }
  test.each([
    ['inputs.long.all(x, x >= 0)', /list of 1001 elements/],
    ['inputs.list.all(x, inputs.list.all(y, x + y >= 0))', /too many steps/],
    ['inputs.list.map(x, inputs.list.map(y, y))', /too many steps/],
    ['inputs.list.all(x, inputs.list == inputs.list)', /too many steps/],
    ['inputs.list.all(x, x in inputs.list)', /too many steps/],
    ['inputs.list.all(x, !inputs.text.contains("y"))', /too many steps/],
    [`[inputs.text]${'.map(x, x + x)'.repeat(100)}`, /too many steps|too long/],
    [`[inputs.list]${'.map(x, x + x)'.repeat(100)}`, /too many steps/],
  ])('%s', (source, problem) => {
    expect(() => evaluate(source, context)).toThrow(failing(problem))
  })

  test('and ordinary walks are well within it', () => {
    expect(evaluate('inputs.list.filter(x, x % 2 == 0).size()', context)).toBe(500)
    expect(evaluate('inputs.list.exists(x, x == 999)', context)).toBe(true)
    expect(evaluate('[1, 2].all(x, inputs.list.exists(y, y == x))', context)).toBe(true)
  })
})

test('whatever JSON goes in comes out', () => {
  const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false }) as fc.Arbitrary<Json>
  fc.assert(
    fc.property(
      json.map((value) => JSON.parse(JSON.stringify(value)) as Json),
      (value) => {
        if (/"__proto__"|e[+]/.test(JSON.stringify(value))) return
        expect(evaluate('inputs.value', { inputs: { value }, stages: {} })).toEqual(value)
      },
    ),
  )
})

describe('a value', () => {
  const text = (source: string): Json => renderValue({ text: { source, reads: [] } }, CONTEXT)
  test.each<[string, Json]>([
    ['${{ inputs.list }}', [1, 2, 3]],
    ['${{inputs.n}}', 3],
    ['n is ${{ inputs.n }}', 'n is 3'],
    ['${{ inputs.n }}${{ inputs.env }}', '3staging'],
    ['list ${{ inputs.list }}', 'list [1,2,3]'],
    ['${{ {"a": {"b": 1}} }}', { a: { b: 1 } }],
    ['${{ "}}" }}', '}}'],
    ['keep $${{ this }}', 'keep ${{ this }}'],
    ['no expression }}', 'no expression }}'],
  ])('%s', (source, expected) => {
    expect(text(source)).toEqual(expected)
  })

  test('that is fixed stays as it is', () => {
    expect(renderValue({ value: { a: '${{ 1 }}' } }, CONTEXT)).toEqual({ a: '${{ 1 }}' })
  })

  test('with a `${{` that is not closed fails', () => {
    expect(() => text('${{ 1')).toThrow(failing(/not closed/))
  })
})
