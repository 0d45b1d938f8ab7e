import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPolicy, parsePolicies, readPolicies, readScenarios, SHIPPED_POLICIES } from '@muster/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cedar, parse, SHIPPED } from './support/policies.ts'

const GOOD = '@id("good")\npermit (principal in Role::"owner", action, resource);'

describe('what is wrong with a policy is told with its place', () => {
  test.each<[string, string, string, string]>([
    [
      'a word that is not Cedar',
      '// why\n@id("x")\npermit (principal, action, resource) when { ; };',
      '3:45',
      'POLICY_SYNTAX',
    ],
    ['no name', `${GOOD}\n// why\npermit (principal, action, resource);`, '4:1', 'POLICY_ID'],
    ['a name that is none', '@id("No Name")\npermit (principal, action, resource);', '1:1', 'POLICY_ID'],
    ['a name that another has', `${GOOD}\n\n${GOOD}`, '4:1', 'POLICY_DUPLICATE'],
    [
      'a slot',
      `${GOOD}\n@id("slot") permit (principal == ?principal, action, resource);`,
      '3:1',
      'POLICY_TEMPLATE',
    ],
    [
      'a misspelt attribute, behind letters of several bytes',
      `// für ä\n${GOOD}\n@id("typo") forbid (principal, action == Action::"run.start", resource) when { resource.ownr == "é" };`,
      '4:80',
      'POLICY_INVALID',
    ],
    [
      'an action that there is not',
      '@id("x")\npermit (principal, action == Action::"run.strat", resource);',
      '2:30',
      'POLICY_INVALID',
    ],
    [
      'a condition that can never hold',
      '@id("x")\nforbid (principal is Agent, action == Action::"run.start", resource);',
      '1:1',
      'POLICY_INVALID',
    ],
    ['nothing at all', '// nothing', '1:1', 'POLICY_NONE'],
  ])('%s', (_title, text, at, code) => {
    const { set, problems } = parse(text)
    expect(set).toBeNull()
    const [first] = problems
    expect(`${first?.file}:${first?.line}:${first?.column} ${first?.code}`).toBe(`own.cedar:${at} ${code}`)
    expect(new Set(problems.map((one) => one.code))).toEqual(new Set([code]))
  })

  test('a misspelt name comes with what was probably meant', () => {
    const { problems } = parse(
      '@id("x") permit (principal is Person, action, resource) when { principal.nam == "a" };',
    )
    expect(problems[0]?.hint).toContain('did you mean `name`')
  })

  test('a schema that is none', () => {
    const { problems } = parsePolicies(cedar, { file: 's', text: 'entity;' }, [{ file: 'f', text: GOOD }])
    expect(problems.map(({ code, file }) => `${file} ${code}`)).toEqual(['s POLICY_SCHEMA'])
  })
})

test('ten policies and more keep their names and their texts', () => {
  const text = Array.from(
    { length: 23 },
    (_, n) => `// Why ${n}.\n@id("p-${n}") permit (principal, action, resource) when { ${n} == ${n} };`,
  ).join('\n')
  const { set } = parse(text)
  expect(set?.policies.map(({ id, why, line }) => `${id} ${why} ${line}`)).toEqual(
    Array.from({ length: 23 }, (_, n) => `p-${n} Why ${n}. ${2 * n + 2}`),
  )
  for (const [n, policy] of (set?.policies ?? []).entries()) expect(policy.text).toContain(`${n} == ${n}`)
})

test('the digest is that of what the policies say, not of where they are or of comments between them', () => {
  const moved = parsePolicies(
    cedar,
    { file: 'elsewhere', text: SHIPPED.schema },
    SHIPPED.policies.toReversed().map(({ id, text }) => ({ file: id, text: `// moved\n${text}\n` })),
  )
  expect(moved.set?.digest).toBe(SHIPPED.digest)
  expect(parse(GOOD).set?.digest).not.toBe(parse(GOOD.replace('owner', 'admin')).set?.digest)
})

describe('a directory of policies', () => {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'muster-policies-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  test('adds to those that Muster ships', async () => {
    await writeFile(join(directory, 'own.cedar'), GOOD)
    const policy = await openPolicy(directory)
    expect(policy.set().policies.map(({ id }) => id)).toEqual([
      ...SHIPPED.policies.map(({ id }) => id),
      'good',
    ])
    expect(policy.digest).not.toBe(SHIPPED.digest)
  })

  test('with a fault in it is not used at all', async () => {
    await writeFile(join(directory, 'own.cedar'), 'permit')
    await expect(openPolicy(directory)).rejects.toMatchObject({ code: 'MUSTER_POLICIES_INVALID' })
  })

  test('without a policy is nothing to decide by', async () => {
    await writeFile(join(directory, 'own.cedar'), '')
    expect(await readPolicies([directory])).toMatchObject({ set: null, problems: [{ code: 'POLICY_NONE' }] })
  })

  test('that is not there is an error, not an empty one', async () => {
    await expect(openPolicy(join(directory, 'none'))).rejects.toMatchObject({
      code: 'MUSTER_FILE_UNREADABLE',
    })
    expect(SHIPPED_POLICIES).toMatch(/policies\/$/)
  })
})

describe('what is wrong with a scenario is told with its place', () => {
  const one = (lines: string) => `scenarios:\n  - name: x\n${lines}`

  test.each<[string, string, string]>([
    ['no YAML', 'scenarios: [', '1:13'],
    ['no list', 'other: 1', '1:1'],
    ['no expectation', one('    action: ledger.read\n    principal: { person: ada }'), '2:5'],
    ['an unknown action', one('    action: run.strat\n    expect: deny'), '2:5'],
    ['an unknown key', one('    expected: deny'), '2:5'],
    [
      'a principal without a name',
      one('    action: ledger.read\n    principal: {}\n    expect: deny'),
      '2:5',
    ],
    [
      'a tier that is none',
      one(
        '    action: run.start\n    principal: { person: a }\n    resource: { run: r, tier: 9 }\n    expect: deny',
      ),
      '2:5',
    ],
  ])('%s', (_title, text, at) => {
    const { scenarios, problems } = readScenarios('s.yaml', text)
    expect(scenarios).toEqual([])
    expect(problems.map(({ file, line, column }) => `${file} ${line}:${column}`)).toEqual([`s.yaml ${at}`])
  })
})
