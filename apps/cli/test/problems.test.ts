import { expect, test } from 'vitest'
import { renderProblems } from '../src/render/problems.ts'
import { NO_COLOURS } from '../src/terminal.ts'

const PROBLEM = {
  code: 'UNKNOWN_STAGE',
  message: 'Stage `review` requires `plam`.',
  expected: 'a stage of this pipeline',
  hint: 'did you mean `plan`?',
  file: 'a.yaml',
  line: 2,
  column: 15,
}
const options = { theme: NO_COLOURS, source: null, columns: 80 }

test('a fault is told with its place, its code, what was expected and a hint', () => {
  expect(renderProblems([PROBLEM], options)).toEqual([
    'a.yaml:2:15  UNKNOWN_STAGE  Stage `review` requires `plam`.',
    '  expected: a stage of this pipeline',
    '  hint: did you mean `plan`?',
    '',
  ])
})

test('the caret stands below the place, after tabs too', () => {
  const source = 'stages:\n\t- requires: [plam]\n'
  expect(renderProblems([PROBLEM], { ...options, source }).slice(1, 3)).toEqual([
    '  2 | \t- requires: [plam]',
    '    | \t             ^',
  ])
})

test('a place beyond the width, or beyond the text, shows no line', () => {
  const source = `a\n${' '.repeat(200)}b`
  expect(renderProblems([{ ...PROBLEM, column: 200 }], { ...options, source })).toHaveLength(4)
  expect(renderProblems([{ ...PROBLEM, line: 9 }], { ...options, source })).toHaveLength(4)
})
