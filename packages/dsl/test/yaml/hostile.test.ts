import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../support/documents.ts'

const SIZE = 256 * 1024
const LIMIT_MS = 1_000
const TRIES = 8

/**
 * The milliseconds that an answer takes, by the clock or by the processor time of all threads, whichever is less, in
 * the best of five tries: so that what else the machine does is left out.
 */
function timed(text: string | Uint8Array): number {
  let best = Number.POSITIVE_INFINITY
  for (let tried = 0; tried < TRIES && best >= LIMIT_MS; tried += 1) {
    const start = performance.now()
    const used = process.cpuUsage()
    problemsOf(text)
    const { user, system } = process.cpuUsage(used)
    best = Math.min(best, performance.now() - start, (user + system) / 1_000)
  }
  return best
}

/** As many copies as fit into 256 kB. */
const fill = (text: string) => text.repeat(Math.floor(SIZE / Buffer.byteLength(text)))
/** As many different pieces as fit into 256 kB. */
function each(piece: (index: number) => string, head = 'name: p\nstages:\n'): string {
  const pieces = [head]
  let length = head.length
  for (let index = 0; ; index += 1) {
    const next = piece(index)
    length += next.length
    if (length > SIZE) return pieces.join('')
    pieces.push(next)
  }
}
const expressions = (source: (index: number) => string) =>
  each((index) => `- name: x${index}\n  when: ${JSON.stringify(source(index))}\n`)
const indented = (depth: number) =>
  Array.from({ length: depth }, (_, index) => `${' '.repeat(index)}a:`).join('\n')

const DOCUMENTS: Readonly<Record<string, string>> = {
  '400 open braces': '{'.repeat(400),
  '400 closed braces': '{'.repeat(400) + '}'.repeat(400),
  'open braces': fill('{'),
  'closing brackets': fill(']'),
  'brackets 20 deep': `a: [${fill(`${'['.repeat(20)}${']'.repeat(20)},`)}`,
  'mappings 15 deep': `a: [${fill(`${'{a: '.repeat(15)}1${'}'.repeat(15)},`)}`,
  'mappings as keys': fill('{[a, b]: {[c]: d}}: x\n'),
  'keys within keys': `${'{'.repeat(30)}a${'}: 1'.repeat(30)}`,
  'flat keys': each((index) => `k${index}: v\n`, ''),
  'keys of two letters': fill('a: b\n'),
  'keys on one line': fill('a: '),
  'colons three to a line': fill('- a: b: c: d\n'),
  'question marks': fill('? '),
  'explicit keys': fill('? a\n: b\n'),
  'dashes on one line': fill('- '),
  '1,000 dashes': '- '.repeat(1_000),
  'one dash a line': fill('- a\n'),
  'deep indentation': indented(700),
  'an open quote': `"${fill('a')}`,
  'an open quote on many lines': `a: '${fill('b\n')}`,
  'quotes without end': fill('a: "b\n'),
  'quoted words in a row': fill('"a" '),
  'bad escapes': `"${fill('\\x')}"`,
  'bad escapes on many lines': fill('- "\\x"\n'),
  'one long word': `a: ${fill('b')}`,
  'many words': `a: ${fill('b ')}`,
  'a block of text': `a: |\n${fill(' b\n')}`,
  'block marks': fill('|\n'),
  'merge keys': fill('<<: a\n'),
  'merges of merges': each((index) => `a${index}: &a${index} {<<: *a${index - 1}}\n`, ''),
  'an alias bomb': each(
    (index) => `a${index + 1}: &a${index + 1} [*a${index},*a${index},*a${index},*a${index}]\n`,
    'a0: &a0 [x]\n',
  ),
  anchors: fill('- &a x\n'),
  'stars and spaces': fill('* '),
  tags: fill('- !x y\n'),
  comments: fill('# a\n'),
  'empty lines': fill('\n'),
  spaces: fill(' '),
  tabs: fill('\t'),
  'carriage returns': fill('\r\n'),
  'document marks': fill('---\n'),
  directives: fill('%YAML 1.2\n'),
  commas: `[${fill(',')}`,
  'colons and commas': `{${fill(':,')}`,
  'flow mappings in a row': fill('{a: b}\n'),
  'open lists': fill('a: [\n'),
  'closed lists': fill('a: ]\n'),
  'reserved marks': fill('a: @\n'),
  'byte order marks': fill('\uFEFF'),
  emoji: `a: ${fill('😀')}`,
  'CEL parentheses': expressions((index) => `${'('.repeat(15)}${index}${')'.repeat(15)}${'+1'.repeat(900)}`),
  'CEL parentheses without end': expressions((index) => `${'('.repeat(15)} ${index}f((`),
  'CEL ternaries': expressions((index) => `${'true?1:'.repeat(250)}${index}`),
  'CEL open ternaries': expressions((index) => `${'a?b:'.repeat(16)}${index}`),
  'CEL conjunctions': expressions((index) => `${'a&&'.repeat(500)}${index}`),
  'CEL lists in lists': expressions((index) => `${`${'['.repeat(15)}${']'.repeat(15)}+`.repeat(40)}${index}`),
  'CEL maps in maps': expressions(
    (index) => `${`${'{1:'.repeat(15)}1${'}'.repeat(15)}+`.repeat(15)}${index}`,
  ),
  'CEL walks in a row': expressions((index) => `inputs.x${'.map(x,x)'.repeat(200)}${index}`),
  'CEL calls': expressions((index) => `${'f('.repeat(16)}${index}${')'.repeat(16)}`),
  'CEL signs': expressions((index) => `${'-'.repeat(1_900)}${index}`),
  'CEL members': expressions((index) => `inputs${'.a'.repeat(900)}${index}`),
  'CEL open strings': expressions((index) => `"${'a'.repeat(1_900)}${index}`),
  'short expressions': expressions((index) => `item > ${index}`),
  'expressions in texts': each(
    (index) => `- name: s${index}\n  config: {inputs: {message: "${'${{ 1 }}'.repeat(40)}"}}\n`,
  ),
  'open expressions in a text': `name: p\nstages: [{name: a, config: {inputs: {message: "${fill('${{ ')}"}}}]`,
  'unknown requirements': each((index) => `- name: s${index}\n  requires: [sx${index}, tt${index}]\n`),
  'unknown requirements much like others': each(
    (index) => `- name: stage-with-a-long-name-${index}\n  requires: [stage-with-a-lung-nume-${index}]\n`,
  ),
  'a chain': each((index) => `- name: s${index}\n  requires: ${index === 0 ? '[]' : `s${index - 1}`}\n`),
  'a cycle': each(
    (index) => `- name: s${index + 1}\n  requires: s${index}\n`,
    'name: p\nstages:\n- name: s0\n  requires: s5000\n',
  ),
  'everyone requires everyone before': each((index) =>
    index > 190
      ? '- name: z\n'
      : `- name: s${index}\n  requires: [${Array.from({ length: index }, (_, one) => `s${one}`).join(',')}]\n`,
  ),
  'readers of far stages': each(
    (index) =>
      `- name: s${index}\n  requires: ${index === 0 ? '[]' : `s${index - 1}`}\n  when: stages.s${index >> 1}.outputs.x == 1\n`,
  ),
  'equal names': fill('- name: s\n'),
  'unknown keys': each((index) => `- nam: s${index}\n  foo: x\n  bar: y\n`),
  'bad inputs': each((index) => `  k${index}: {type: strig}\n`, 'name: p\ninputs:\n'),
  'patterns that backtrack': each(
    (index) =>
      `  k${index}: {type: string, pattern: "${'(a*)*'.repeat(80)}${index}", default: ${'a'.repeat(100)}}\n`,
    'name: p\ninputs:\n',
  ),
  'a pattern that backtracks on a long text': `name: p\ninputs: {k: {type: string, pattern: "(a*)*(b*)*c$", default: ${fill('a')}}}`,
  'unknown templates': each((index) => `- name: s${index}\n  template: foo${index}\n`),
  'a long range': `name: p\nstages: [{name: a, template: "default@${fill('>1 ')}"}]`,
  'a long name': `name: ${fill('a')}`,
  'a long path': `name: p\nstages: [{name: a, requires: ${fill('a.')}}]`,
  'a long duration': `name: p\ntimeout: ${fill('1')}`,
  'items that are no stages': `name: p\nstages: [${fill('3,')}]`,
  'many allowed values': `name: p\ninputs: {k: {type: string, enum: [${fill('abc,')}x]}}`,
}

describe('a document of 256 kB is answered within a second', () => {
  test.each(Object.entries(DOCUMENTS))('%s', (_name, text) => {
    expect(text.length).toBeLessThan(SIZE + 1_000)
    expect(timed(text)).toBeLessThan(LIMIT_MS)
  })

  test('any soup of YAML', () => {
    const marks =
      '{ } [ ] , : - ? &a *a !t | > " # % <<: --- ${{ }} name stages: when: 1e999 __proto__: \uFEFF \\'.split(
        ' ',
      )
    const token = fc.constantFrom(
      ...marks,
      ...marks.map((mark) => `${mark} `),
      '\n',
      '\n  ',
      '\n    ',
      '\t',
      "'",
      '- name: a',
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 120 }), fc.nat(40), (tokens, times) => {
        expect(timed(tokens.join('').repeat(times + 1))).toBeLessThan(LIMIT_MS)
      }),
      { numRuns: 300 },
    )
  })

  test('any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(timed(bytes)).toBeLessThan(LIMIT_MS)
      }),
      { numRuns: 200 },
    )
  })
})

test('what is refused for its size or depth says so', () => {
  expect(problemsOf('{'.repeat(400))).toMatchObject([{ code: 'TOO_DEEP', line: 1 }])
  expect(problemsOf(fill('a: b\n'))).toMatchObject([{ code: 'TOO_LARGE' }])
  expect(problemsOf('x'.repeat(1_048_577))).toMatchObject([{ code: 'TOO_LARGE', line: 1, column: 1 }])
  expect(timed('a: b\n'.repeat(2_000_000))).toBeLessThan(LIMIT_MS)
})

test('an ordinary document of a megabyte with long texts is read', () => {
  const text = `name: p\ndescription: "${'words and more words, '.repeat(45_000)}"\nstages: [{ name: a }]\n`
  expect(problemsOf(text)).toEqual([])
})

test('stages twelve containers deep are read', () => {
  let stages: unknown[] = [{ name: 'a' }]
  for (let depth = 0; depth < 12; depth += 1)
    stages = [{ name: `c${depth}`, type: 'condition', if: 'true', then: stages }]
  expect(problemsOf(JSON.stringify({ name: 'p', stages }))).toEqual([])
})
