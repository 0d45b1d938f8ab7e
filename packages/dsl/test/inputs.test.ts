import type { Json } from '@muster/core'
import { checkInputs, checkTemplateInputs, coerceInputs } from '@muster/dsl'
import { describe, expect, test } from 'vitest'
import { pipeline, template } from './support/documents.ts'

const PIPELINE = pipeline(`
name: p
inputs:
  environment: { type: string, enum: [staging, production] }
  region: { type: string, pattern: "^[a-z]+-[0-9]$", default: eu-1 }
  count: { type: integer, default: 2 }
  ratio: { type: number, required: false }
  dry: { type: boolean, default: false }
  hosts: { type: list, default: [] }
  tags: { type: object, required: false }
stages: [{ name: a }]
`)

const check = (given: Record<string, Json>) => checkInputs(PIPELINE, { environment: 'staging', ...given })

test('what is not given has its default, or is absent', () => {
  expect(check({})).toEqual({
    inputs: { environment: 'staging', region: 'eu-1', count: 2, dry: false, hosts: [] },
    problems: [],
  })
})

test('an input without default is required, unless it says otherwise', () => {
  expect(checkInputs(PIPELINE, {}).problems).toEqual(['`environment` is required'])
})

describe('an input is refused', () => {
  test.each<[string, Record<string, Json>, string]>([
    [
      'outside its allowed values',
      { environment: 'live' },
      '`environment`: expected one of "staging", "production", got "live"',
    ],
    ['of another form', { region: 'Europe' }, '`region`: expected a match of `^[a-z]+-[0-9]$`, got "Europe"'],
    ['with a fraction for an integer', { count: 1.5 }, '`count`: expected a whole number, got 1.5'],
    ['as a text for a number', { ratio: '1' }, '`ratio`: expected a number, got "1"'],
    ['as null', { dry: null }, '`dry`: expected true or false, got null'],
    ['as a list for an object', { tags: [] }, '`tags`: expected an object, got []'],
    [
      'under an unknown name',
      { enviroment: 'x' },
      '`enviroment` is not declared; did you mean `environment`?',
    ],
    [
      'under a name that every object has',
      { toString: 'x' },
      '`toString` is not declared; known: `environment`, `region`, `count`, `ratio`, `dry`, `hosts`, `tags`',
    ],
  ])('%s', (_title, given, problem) => {
    expect(check(given).problems).toEqual([problem])
  })
})

test('texts become what the pipeline declares', () => {
  const given = {
    environment: '3',
    count: '3',
    ratio: '0.5',
    dry: 'true',
    hosts: '["a"]',
    tags: '{"a":1}',
    other: '3',
  }
  expect(coerceInputs(PIPELINE, given)).toEqual({
    environment: '3',
    count: 3,
    ratio: 0.5,
    dry: true,
    hosts: ['a'],
    tags: { a: 1 },
    other: '3',
  })
})

test.each([
  ['count', 'many'],
  ['count', '1.5'],
  ['dry', 'yes'],
  ['hosts', 'a,b'],
  ['tags', '[]'],
  ['ratio', '"1"'],
])('a text that is no %s is refused: %s', (name, text) => {
  expect(() => coerceInputs(PIPELINE, { [name]: text })).toThrow(
    expect.objectContaining({ code: 'MUSTER_INPUTS_INVALID' }),
  )
})

test('the inputs of a template are held to its declarations', () => {
  const given = template(
    '{ name: t, version: 1.0.0, tier: 0, inputs: { n: { type: integer }, s: { type: string, default: x } } }',
  )
  expect(checkTemplateInputs(given, { n: 1 })).toEqual([])
  expect(checkTemplateInputs(given, { n: 'x', m: 1 })).toEqual([
    '`n`: expected a whole number, got "x"',
    '`m` is not declared; did you mean `n`?',
  ])
  expect(checkTemplateInputs(given, {})).toEqual(['`n` is required'])
})
