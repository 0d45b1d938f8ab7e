import { DEFAULT_SANDBOX, digestOf } from '@muster/core'
import { parseTemplate, templateSource } from '@muster/dsl'
import { describe, expect, test } from 'vitest'
import { template } from './support/documents.ts'

test('a template has what it says, defaults for the rest, and the digest of it all', () => {
  const { digest, ...rest } = template(`
name: terraform
version: 1.2.3
tier: 1
inputs:
  target: { type: string, default: local, description: where }
binaries:
  - { name: terraform, version: ">=1.5", version_command: [terraform, version], when: inputs.target == "real", install: get it }
  - name: git
commands:
  execute: [sh, -c, "true"]
env: { A: b }
outputs: [plan]
`)
  expect(rest).toEqual({
    name: 'terraform',
    version: '1.2.3',
    description: null,
    tier: 1,
    inputs: {
      target: {
        type: 'string',
        description: 'where',
        required: false,
        default: 'local',
        enum: null,
        pattern: null,
      },
    },
    binaries: [
      {
        name: 'terraform',
        version: '>=1.5',
        versionCommand: ['terraform', 'version'],
        when: 'inputs.target == "real"',
        install: 'get it',
      },
      { name: 'git', version: null, versionCommand: ['git', '--version'], when: null, install: null },
    ],
    commands: { execute: ['sh', '-c', 'true'] },
    agent: null,
    env: { A: 'b' },
    files: {},
    sandbox: DEFAULT_SANDBOX,
    outputs: ['plan'],
  })
  expect(digest).toBe(digestOf(rest))
  expect(digest).not.toBe(template('{ name: terraform, version: 1.2.3, tier: 1 }').digest)
})

test('the highest tier of a template is at least the one it runs at without a gate', () => {
  expect(template('{ name: t, version: 1.0.0, tier: 1, max_tier: 2 }').maxTier).toBe(2)
  const low = parseTemplate('{ name: t, version: 1.0.0, tier: 1, max_tier: 0 }', { file: 't.yaml' })
  expect(low.problems).toMatchObject([{ code: 'TIER_ABOVE_TEMPLATE', expected: '1 or more' }])
})

test('effects have what they say, and defaults for the rest', () => {
  const { effects } = template(`
name: t
version: 1.0.0
tier: 2
effects:
  - { verb: file.write, roots: [out, /srv/site/, ., "/"] }
  - { verb: command.run, commands: { deploy: [make, deploy] }, timeout: 2m }
  - { verb: http.request, hosts: ["api.example.com", "127.0.0.1:8080", "[::1]:80"], methods: [POST], private: true }
`)
  expect(effects).toEqual([
    { verb: 'file.write', roots: ['out', '/srv/site/', '.', '/'], maxBytes: 1_048_576 },
    { verb: 'command.run', commands: { deploy: ['make', 'deploy'] }, env: {}, timeoutMs: 120_000 },
    {
      verb: 'http.request',
      hosts: ['api.example.com', '127.0.0.1:8080', '[::1]:80'],
      methods: ['POST'],
      private: true,
      timeoutMs: 30_000,
    },
  ])
})

const head = 'name: t\nversion: 1.0.0\ntier: 0\n'

describe('a fault of a template is reported at its place', () => {
  test.each([
    ['a short version', 'name: t\nversion: 1.0\ntier: 0\n', '2:10 VERSION'],
    ['no tier', 'name: t\nversion: 1.0.0\n', '1:1 MISSING_KEY'],
    ['a shell command as text', `${head}commands: { execute: ls }\n`, '4:22 TYPE'],
    ['a program and commands', `${head}commands: { plan: [ls] }\nagent: [ls]\n`, '5:1 AGENT_OR_COMMANDS'],
    ['a phase without a command', `${head}commands: { report: [ls] }\n`, '4:13 UNKNOWN_KEY'],
    ['a bad range', `${head}binaries: [{ name: a, version: new }]\n`, '4:32 VERSION'],
    ['an unknown input in when', `${head}binaries: [{ name: a, when: inputs.x }]\n`, '4:29 UNKNOWN_INPUT'],
    ['stages in when', `${head}binaries: [{ name: a, when: stages.x.status }]\n`, '4:29 EXPRESSION'],
    ['a bad default', `${head}inputs: { n: { type: integer, default: x } }\n`, '4:40 INPUT_DEFAULT'],
    ['an effect of no verb', `${head}effects: [{ roots: [a] }]\n`, '4:11 MISSING_KEY'],
    ['an unknown verb', `${head}effects: [{ verb: file.read }]\n`, '4:19 ENUM'],
    ['a root that climbs', `${head}effects: [{ verb: file.write, roots: [a/../b] }]\n`, '4:39 PATTERN'],
    [
      'a key of another verb',
      `${head}effects: [{ verb: file.write, roots: [a], hosts: [b] }]\n`,
      '4:43 UNKNOWN_KEY',
    ],
    ['a URL as a host', `${head}effects: [{ verb: http.request, hosts: ["http://a"] }]\n`, '4:41 PATTERN'],
    ['a command as text', `${head}effects: [{ verb: command.run, commands: { a: ls } }]\n`, '4:47 TYPE'],
    ['an output twice', `${head}outputs: [a, a]\n`, '4:10 REPEATED'],
  ])('%s', (_title, text, place) => {
    const { problems } = parseTemplate(text, { file: 't.yaml' })
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([place])
  })
})

describe('the files of a template', () => {
  const bytes: Readonly<Record<string, Uint8Array>> = {
    'a.py': Buffer.from('print(1)\n'),
    'lib/b.mjs': Buffer.from(''),
    'odd.txt': Buffer.from([0xff]),
    'nul.txt': Buffer.from([0]),
    'long.txt': new Uint8Array(64 * 1024 + 1).fill(97),
    'big1.txt': new Uint8Array(64 * 1024).fill(97),
    'big2.txt': new Uint8Array(64 * 1024).fill(97),
    'big3.txt': new Uint8Array(64 * 1024).fill(97),
  }
  const parse = (files: readonly string[], read = (path: string) => bytes[path] ?? null) =>
    parseTemplate(`${head}files: ${JSON.stringify(files)}\n`, { file: 't.yaml', read })

  test('are part of it, and of its digest', () => {
    const { template } = parse(['a.py', 'lib/b.mjs'])
    expect(template?.files).toEqual({ 'a.py': 'print(1)\n', 'lib/b.mjs': '' })
    const other = parse(['a.py', 'lib/b.mjs'], () => Buffer.from('print(2)\n')).template
    expect(other?.digest).not.toBe(template?.digest)
  })

  test.each([
    ['a file that is not there', ['a.py', 'none.py'], '4:16 TEMPLATE_FILE'],
    ['a file that is not text', ['odd.txt'], '4:9 TEMPLATE_FILE'],
    ['a file with a NUL', ['nul.txt'], '4:9 TEMPLATE_FILE'],
    ['a file that is too large', ['long.txt'], '4:9 TEMPLATE_FILE'],
    ['too much together', ['big1.txt', 'big2.txt', 'big3.txt'], '4:31 TEMPLATE_FILE'],
    ['a path upwards', ['../a.py'], '4:9 PATTERN'],
    ['a path from the top', ['/etc/hosts'], '4:9 PATTERN'],
    ['a hidden file', ['.env'], '4:9 PATTERN'],
    ['a file twice', ['a.py', 'a.py'], '4:8 REPEATED'],
  ])('are refused for %s', (_title, files, place) => {
    const { template, problems } = parse(files)
    expect(template).toBeNull()
    expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([place])
  })
})

describe('a source of templates', () => {
  const versions = ['1.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1']
  const source = templateSource(
    versions.map((version) => template(`{ name: t, version: ${version}, tier: 0 }`)),
  )
  test.each([
    [null, '1.10.0'],
    ['^1', '1.10.0'],
    ['<1.10', '1.9.0'],
    ['1.0.0', '1.0.0'],
    ['2.0.0-rc.1', '2.0.0-rc.1'],
    ['^3', undefined],
  ])('answers the range %s with %s', (range, version) => {
    expect(source.find('t', range)?.version).toBe(version)
  })

  test('gives a version that is not released only when there is no other', () => {
    const early = templateSource([template('{ name: e, version: 0.1.0-a.1, tier: 0 }')])
    expect(early.find('e', null)?.version).toBe('0.1.0-a.1')
    expect(early.find('x', null)).toBeNull()
  })

  test('lists names, and versions with the highest first', () => {
    expect(source.names()).toEqual(['t'])
    expect(source.versions('t')).toEqual(['2.0.0-rc.1', '1.10.0', '1.9.0', '1.0.0'])
  })
})
