import { expect, test } from 'vitest'
import { inputsOfJson, inputsOfPairs } from '../src/inputs.ts'

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error

test('an input is split at its first equals sign, and may be empty', () => {
  expect(inputsOfPairs(['query=a=b', 'note='])).toEqual({ query: 'a=b', note: '' })
})

test('an input named like a built-in property is an input as any other', () => {
  expect(Object.keys(inputsOfPairs(['__proto__=1', 'constructor=2']))).toEqual(['__proto__', 'constructor'])
})

test('an input given twice is refused, not overwritten', () => {
  expect(() => inputsOfPairs(['a=1', 'a=1'])).toThrow(code('MUSTER_USAGE'))
})

test.each(['environment', '=x', ''])('`%s` is no input', (given) => {
  expect(() => inputsOfPairs([given])).toThrow(code('MUSTER_INPUT_FORMAT'))
})

test.each(['[1]', '"a"', 'null', '{', '3'])('`%s` is no JSON object of inputs', (given) => {
  expect(() => inputsOfJson(given)).toThrow(code('MUSTER_USAGE'))
})

test('inputs given as JSON keep their types', () => {
  expect(inputsOfJson('{"count":3,"names":["a"]}')).toEqual({ count: 3, names: ['a'] })
})
