import { PROBLEM_CODES } from '@muster/dsl'
import { describe, expect, test } from 'vitest'
import { pipeline, placesOf, problemsOf } from './support/documents.ts'

const stages = (text: string) => `name: p\nstages:\n${text}`

/** A document, and everything that is wrong with it. */
const FAULTS: readonly (readonly [title: string, document: string, ...problems: string[]])[] = [
  ['an unknown key', stages('  - name: a\n    require: x\n'), '4:5 UNKNOWN_KEY'],
  ['a missing name', stages('  - type: agent\n'), '3:5 MISSING_KEY'],
  ['a name with a dot', stages('  - name: a.b\n'), '3:11 PATTERN'],
  ['an unknown type', stages('  - name: a\n    type: agnet\n'), '4:11 ENUM'],
  ['a wrong type', stages('  - name: a\n    when: 3\n'), '4:11 TYPE'],
  ['a stage that is no mapping', stages('  - a\n'), '3:5 TYPE'],
  ['a bad duration', stages('  - name: a\n    config: { timeout: 5 min }\n'), '4:24 DURATION'],
  ['a tier out of range', stages('  - name: a\n    config: { tier: 5 }\n'), '4:21 ENUM'],
  ['negative retries', stages('  - name: a\n    config: { retries: -1 }\n'), '4:24 RANGE'],
  ['a quorum word', stages('  - name: a\n    type: gate\n    quorum: most\n'), '5:13 ENUM'],
  [
    'a quorum above its approvers',
    stages('  - name: a\n    type: gate\n    approvers: [ann]\n    quorum: 2\n'),
    '6:13 QUORUM',
  ],
  ['one approver twice', stages('  - name: a\n    type: gate\n    approvers: [ann, ann]\n'), '5:16 REPEATED'],
  [
    'escalation to nobody',
    stages('  - name: a\n    type: gate\n    approvers: [ann]\n    on_timeout: escalate\n'),
    '6:17 ESCALATION',
  ],
  [
    'escalation that never comes',
    stages('  - name: a\n    type: gate\n    escalate_to: [bob]\n'),
    '5:5 ESCALATION',
  ],
  [
    'a gate that agents decide alone',
    stages("  - name: r\n  - name: a\n    type: gate\n    requires: r\n    approvers: ['agent:r']\n"),
    '7:16 AGENTS_ONLY',
  ],
  [
    'an agent that votes before it has ended',
    stages("  - name: r\n  - name: a\n    type: gate\n    approvers: [ann, 'agent:r']\n"),
    '6:22 NOT_UPSTREAM',
  ],
  [
    'a vote of what is no agent',
    stages("  - name: a\n    type: gate\n    approvers: [ann, 'agent:x']\n"),
    '5:22 UNKNOWN_STAGE',
  ],
  [
    'a gate that is sent back to what is no agent',
    stages('  - name: a\n    type: gate\n    send_back_to: [x]\n'),
    '5:20 UNKNOWN_STAGE',
  ],
  [
    'more people than a gate names',
    stages('  - name: a\n    type: gate\n    people: 2\n    approvers: [ann]\n'),
    '6:16 QUORUM',
  ],
  [
    'fewer approvers of a plan than its tier needs',
    stages(
      '  - name: g\n    type: gate\n  - name: a\n    requires: g\n    config: { tier: 3 }\n    approval: { approvers: [ann] }\n',
    ),
    '8:28 QUORUM',
  ],
  [
    'an approval by the agent itself',
    stages("  - name: a\n    approval: { approvers: [ann, 'agent:a'] }\n"),
    '4:34 NOT_UPSTREAM',
  ],
  ['an unknown stage', stages('  - name: a\n    requires: [b]\n'), '4:16 UNKNOWN_STAGE'],
  ['a stage that requires itself', stages('  - name: a\n    requires: a\n'), '4:15 CYCLE'],
  ['a duplicate name', stages('  - name: a\n  - name: a\n'), '4:11 DUPLICATE_NAME'],
  [
    'one name in two branches',
    stages('  - name: p\n    type: parallel\n    branches:\n      - - name: a\n      - - name: a\n'),
    '7:17 DUPLICATE_NAME',
  ],
  [
    'a stage named like a branch',
    stages('  - name: c\n    type: condition\n    if: "true"\n    then:\n      - name: else\n'),
    '7:15 RESERVED_NAME',
  ],
  [
    'a condition without branches',
    stages('  - name: c\n    type: condition\n    if: "true"\n'),
    '3:11 BRANCHES',
  ],
  ['a parallel without branches', stages('  - name: c\n    type: parallel\n'), '3:11 BRANCHES'],
  [
    'a later branch with limited places',
    stages(
      '  - name: p\n    type: parallel\n    max_concurrency: 1\n    branches:\n      - - name: a\n          requires: b\n      - - name: b\n',
    ),
    '8:21 BRANCH_ORDER',
  ],
  [
    'a stage inside a foreach',
    stages(
      '  - name: p\n    type: parallel\n    foreach: [1]\n    stages: [{ name: a }]\n  - name: b\n    requires: p.a\n',
    ),
    '8:15 STAGE_IN_FOREACH',
  ],
  ['an unknown template', stages('  - name: a\n    template: terrafrom\n'), '4:15 UNKNOWN_TEMPLATE'],
  [
    'a template version that is none',
    stages('  - name: a\n    template: terraform@^7\n'),
    '4:15 UNKNOWN_TEMPLATE',
  ],
  ['a range that is none', stages('  - name: a\n    template: terraform@new\n'), '4:15 VERSION'],
  [
    'an unknown and a missing template input',
    stages('  - name: a\n    template: terraform@1\n    config:\n      inputs:\n        targt: local\n'),
    '7:9 TEMPLATE_INPUT',
    '7:9 TEMPLATE_INPUT',
  ],
  [
    'a template input of the wrong type',
    stages('  - name: a\n    config: { inputs: { count: many } }\n'),
    '4:32 TEMPLATE_INPUT',
  ],
  [
    'a tier above its template',
    stages('  - name: a\n    template: terraform\n    config: { tier: 3 }\n'),
    '5:21 TIER_ABOVE_TEMPLATE',
  ],
  ['CEL that does not parse', stages('  - name: a\n    when: 1 +\n'), '4:11 EXPRESSION'],
  [
    'CEL that walks three lists deep',
    stages('  - name: a\n    when: "[1].all(x, [1].all(y, [1].all(z, true)))"\n'),
    '4:11 EXPRESSION',
  ],
  ['a name that CEL does not know', stages('  - name: a\n    when: plan.ok\n'), '4:11 EXPRESSION'],
  [
    'a stage that is not named literally',
    stages('  - name: a\n    when: size(stages) > 0\n'),
    '4:11 EXPRESSION',
  ],
  [
    'CEL over stages before the run',
    stages(
      '  - name: a\n  - name: b\n    requires: a\n    config: { env: { A: "${{ stages.a.status }}" } }\n',
    ),
    '6:25 EXPRESSION',
  ],
  [
    'a `${{` without end',
    stages('  - name: a\n    config: { inputs: { message: "${{ 1" } }\n'),
    '4:34 EXPRESSION',
  ],
  ['an unknown input', stages('  - name: a\n    when: inputs.x\n'), '4:11 UNKNOWN_INPUT'],
  [
    'an unknown stage in CEL',
    stages('  - name: a\n    when: stages.b.status == "x"\n'),
    '4:11 UNKNOWN_STAGE',
  ],
  ['`item` outside a foreach', stages('  - name: a\n    when: item\n'), '4:11 ITEM'],
  [
    'a stage that need not have ended',
    stages('  - name: a\n  - name: b\n    when: stages.a.status == "succeeded"\n'),
    '5:11 NOT_UPSTREAM',
  ],
  [
    'a default of the wrong type',
    'name: p\ninputs: { n: { type: integer, default: x } }\nstages: [{ name: a }]\n',
    '2:40 INPUT_DEFAULT',
  ],
  [
    'an allowed value of the wrong type',
    'name: p\ninputs: { n: { type: integer, enum: [1, x] } }\nstages: [{ name: a }]\n',
    '2:41 INPUT_DEFAULT',
  ],
  [
    'a pattern that is none',
    'name: p\ninputs: { n: { type: string, pattern: "(" } }\nstages: [{ name: a }]\n',
    '2:39 REGEX',
  ],
  ['YAML that is none', 'name: [\nstages: }\n', '2:1 YAML', '2:9 YAML'],
  ['two documents', 'name: p\n---\nname: q\n', '2:1 DOCUMENTS'],
  ['an anchor and its alias', 'name: &x p\nstages: [{ name: *x }]\n', '1:10 ALIAS', '2:18 ALIAS'],
  ['a merge key', stages('  - name: a\n    <<: { template: default }\n'), '4:5 ALIAS'],
  ['a tag', 'name: !!str p\nstages: [{ name: a }]\n', '1:13 TAG'],
  ['a key that is a list', stages('  - name: a\n    config: { [x]: y }\n'), '4:15 KEY'],
  [
    'an unsafe key',
    stages('  - name: a\n    __proto__: { x: 1 }\n    constructor: x\n'),
    '4:5 UNSAFE_KEY',
    '5:5 UNSAFE_KEY',
  ],
  ['a duplicate key', stages('  - name: a\n    name: b\n'), '4:5 DUPLICATE_KEY'],
  [
    'a number that cannot be kept',
    stages('  - name: a\n    config: { inputs: { count: 12345678901234567890 } }\n'),
    '4:32 NUMBER',
  ],
  ['infinity', stages('  - name: a\n    config: { inputs: { count: .inf } }\n'), '4:32 NUMBER'],
  ['an empty document', '', '1:1 TYPE'],
]

describe('a fault is reported once, at its place, under its code', () => {
  test.each(FAULTS)('%s', (_title, document, ...problems) => {
    expect(placesOf(document)).toEqual(problems)
  })
})

test('every code in the table is one that a document can have', () => {
  const elsewhere = ['TOO_LARGE', 'TOO_DEEP', 'ENCODING', 'MORE', 'TEMPLATE_FILE', 'AGENT_OR_COMMANDS']
  const seen = new Set(FAULTS.flatMap(([, document]) => problemsOf(document).map(({ code }) => code)))
  expect([...seen, ...elsewhere].toSorted()).toEqual(Object.keys(PROBLEM_CODES).toSorted())
})

test('all faults of a document are reported in one go, in the order of their places', () => {
  expect(
    placesOf(`
name: 9p
versio: 1
timeout: soon
stages:
  - nam: a
  - name: b
    requires: [c, d]
    when: inputs.x
  - name: c
    requires: b
    template: defaul
`),
  ).toEqual([
    '2:7 PATTERN',
    '3:1 UNKNOWN_KEY',
    '4:10 DURATION',
    '6:5 MISSING_KEY',
    '6:5 UNKNOWN_KEY',
    '8:15 CYCLE',
    '8:19 UNKNOWN_STAGE',
    '9:11 UNKNOWN_INPUT',
    '12:15 UNKNOWN_TEMPLATE',
  ])
})

describe('a hint says what was probably meant', () => {
  const hint = (text: string) => problemsOf(text)[0]?.hint
  test.each([
    ['a key', stages('  - name: a\n    requrs: []\n'), 'did you mean `requires`?'],
    ['a stage', stages('  - name: plan\n  - name: b\n    requires: plam\n'), 'did you mean `plan`?'],
    ['a template', stages('  - name: a\n    template: terrafrom\n'), 'did you mean `terraform`?'],
    ['a stage type', stages('  - name: a\n    type: paralel\n'), 'did you mean `parallel`?'],
    [
      'a template input',
      stages('  - name: a\n    config: { inputs: { mesage: x } }\n'),
      'did you mean `message`?',
    ],
    [
      'an input',
      'name: p\ninputs: { env: { type: string } }\nstages: [{ name: a, when: inputs.en == "x" }]',
      'did you mean `env`?',
    ],
    [
      'a name with a dash in CEL',
      stages('  - name: my-plan\n  - name: b\n    when: stages.my-plan.status == "x"\n'),
      null,
    ],
    [
      'wrapped CEL',
      stages('  - name: a\n    when: ${{ true }}\n'),
      'write the expression alone, without `${{ }}`',
    ],
    [
      'a missing requirement',
      stages('  - name: a\n  - name: b\n    when: stages.a.status == "x"\n'),
      'add `requires: [a]`',
    ],
    [
      'a path',
      stages(
        '  - name: c\n    type: parallel\n    branches: [[{ name: lint }]]\n  - name: b\n    requires: c.lnt\n',
      ),
      'did you mean `c.lint`?',
    ],
  ])('%s', (_title, document, expected) => {
    expect(hint(document)).toBe(expected)
  })
})

test('a cycle is shown as its path', () => {
  const [problem] = problemsOf(
    stages('  - { name: a, requires: c }\n  - { name: b, requires: a }\n  - { name: c, requires: b }\n'),
  )
  expect(problem?.message).toBe('These stages wait for each other: a → c → b → a.')
})

test('a stage that requires its own container is a cycle', () => {
  expect(
    placesOf(
      stages('  - name: p\n    type: parallel\n    branches:\n      - - name: a\n          requires: p\n'),
    ),
  ).toEqual(['7:21 CYCLE'])
})

test('two cycles are two faults', () => {
  const found = placesOf(
    stages(
      '  - { name: a, requires: b }\n  - { name: b, requires: a }\n  - { name: c, requires: d }\n  - { name: d, requires: c }\n',
    ),
  )
  expect(found).toEqual(['3:26 CYCLE', '5:26 CYCLE'])
})

test('a version keeps its zeros', () => {
  expect(pipeline('name: p\nversion: 1.10\nstages: [{ name: a }]').version).toBe('1.10')
})

test('bytes and text give the same pipeline, with or without a byte order mark', () => {
  const text = 'name: p\nstages: [{ name: a }]'
  const expected = pipeline(text)
  expect(pipeline(`\uFEFF${text}`)).toEqual(expected)
})

test('what is not UTF-8 is refused', () => {
  expect(problemsOf(new Uint8Array([0x6e, 0xff, 0xfe]))[0]?.code).toBe('ENCODING')
  expect(problemsOf('name: a\0b')[0]?.code).toBe('ENCODING')
})

test('no more than a hundred faults are listed, and the rest counted', () => {
  const problems = problemsOf(stages('  - nam: a\n'.repeat(500)))
  expect(problems).toHaveLength(101)
  expect(problems.at(-1)).toMatchObject({
    code: 'MORE',
    message: 'There are 900 more faults after this one.',
  })
})
