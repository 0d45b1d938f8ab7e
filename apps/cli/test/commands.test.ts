import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const BIN = fileURLToPath(new URL('../bin/muster.js', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
let cwd: string

const GOOD = `name: good
inputs:
  count: { type: integer, required: true }
stages:
  - name: look
    template: default
  - name: both
    type: parallel
    requires: [look]
    branches:
      - [{ name: a, template: default }]
      - [{ name: b, template: default }]
`
const BAD = `name: bad
stages:
  - name: look
    templat: default
    requires: [lok]
`

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'muster-cli-'))
  await writeFile(join(cwd, 'good.yaml'), GOOD)
  await writeFile(join(cwd, 'bad.yaml'), BAD)
})
afterAll(() => rm(cwd, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the real command in a directory of its own. */
function muster(...argv: readonly string[]): Promise<Ended> {
  const { MUSTER_URL: _url, MUSTER_HOME: _home, MUSTER_TEMPLATES: _templates, ...env } = process.env
  const child = spawn(process.execPath, [BIN, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

test('validate tells every fault of every file with its place, and ends with 2', async () => {
  const { code, out } = await muster('validate', 'good.yaml', 'bad.yaml', 'none.yaml')
  expect(code).toBe(2)
  expect(out).toContain('✓ good.yaml  4 stages\n')
  expect(out).toMatch(/^bad\.yaml:4:5 {2}UNKNOWN_KEY .*templat/m)
  expect(out).toMatch(/^bad\.yaml:5:16 {2}UNKNOWN_STAGE .*lok/m)
  expect(out).toContain('  hint: did you mean `template`?\n')
  expect(out).toMatch(/^none\.yaml:1:1 {2}MUSTER_FILE_UNREADABLE /m)
})

test('validate answers JSON of a fixed shape', async () => {
  const { code, out, err } = await muster('validate', 'good.yaml', 'bad.yaml', '-o', 'json')
  expect(code).toBe(2)
  expect(err).toBe('')
  expect(JSON.parse(out)).toMatchObject({
    files: [
      { file: 'good.yaml', ok: true, problems: [], stages: 4 },
      { file: 'bad.yaml', ok: false, stages: null, problems: [{ line: 4, column: 5 }, { line: 5 }] },
    ],
  })
})

test('every example that is shipped is valid, and validate leaves nothing behind', async () => {
  const names = (await readdir(join(ROOT, 'examples'))).filter((name) => name.endsWith('.yaml'))
  const { code, out } = await muster('validate', ...names.map((name) => join(ROOT, 'examples', name)))
  expect(out).not.toContain('✗')
  expect(code).toBe(0)
  expect(names.length).toBeGreaterThan(0)
  expect(existsSync(join(cwd, '.muster'))).toBe(false)
})

test('graph draws what the pipeline becomes, in both languages and as JSON', async () => {
  const given = ['graph', 'good.yaml', '--input', 'count=3'] as const
  const [mermaid, dot, json] = await Promise.all([
    muster(...given),
    muster(...given, '--format', 'dot'),
    muster(...given, '-o', 'json'),
  ])
  expect([mermaid.code, dot.code, json.code]).toEqual([0, 0, 0])
  expect(mermaid.out).toMatch(/^flowchart TD\n/)
  expect(dot.out).toMatch(/^digraph "good" \{\n/)
  expect(JSON.parse(json.out)).toMatchObject({ name: 'good', inputs: { count: 3 } })
})

test('inputs that do not fit end with 2 and say what is declared', async () => {
  const missing = await muster('graph', 'good.yaml')
  expect(missing).toMatchObject({ code: 2, out: '' })
  expect(missing.err).toContain('`count` is required')
  const wrong = await muster('graph', 'good.yaml', '--input', 'count=many')
  expect(wrong.code).toBe(2)
  expect(wrong.err).toMatch(/^error: .*integer/)
})

test('list shows the templates that are shipped, with what they need', async () => {
  const { code, out } = await muster('list')
  expect(code).toBe(0)
  expect(out).toMatch(/^default +\d+\.\d+\.\d+ +T0 observer +- /m)
  expect(out).toMatch(/^terraform +.* T1 drafter +terraform >=/m)
})

test.each([
  [['run', 'bad.yaml'], 2, 'error: 2 faults in bad.yaml.'],
  [['run', 'none.yaml'], 2, 'error: `none.yaml` cannot be read'],
  [['run', 'good.yaml', '--input', 'count'], 2, 'error: `--input count` is not `name=value`.'],
  [['run', 'good.yaml', '--input', 'count=1', '--inputs-json', '{}'], 2, 'cannot be used together'],
  [['run', 'good.yaml', '--timeout', 'soon'], 2, 'expected a duration'],
  [['up', '--workers', '0'], 2, 'expected a whole number from 1 to 64'],
  [['resume', 'r1'], 2, "Required option '--from <stage/phase>' not specified"],
  [['resume', 'r1', '--from', 'work'], 2, 'expected a stage and a phase, as `build/PLAN`'],
  [['frobnicate'], 2, "error: Unknown command 'frobnicate'."],
  [['runs', '--url', 'http://127.0.0.1:9'], 1, 'error: No Muster answers at http://127.0.0.1:9.'],
  [['approve', 'nonsense'], 5, 'error: There is no gate `nonsense`.'],
])('%j ends with %i and says what to do', async (argv, code, text) => {
  const ended = await muster(...argv)
  expect(ended.err).toContain(text)
  expect(ended.err).toMatch(/^ {2}hint: ./m)
  expect(ended.err).not.toMatch(/^ {4}at /m)
  expect(ended).toMatchObject({ code, out: '' })
})

test('with -o json an error is also a JSON document on standard output', async () => {
  const { code, out } = await muster('approve', 'nonsense', '-o', 'json')
  expect(code).toBe(5)
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'MUSTER_GATE_NOT_FOUND', problems: [] } })
})

test('every command has help, and none of it needs a server', async () => {
  const help = await muster('--help')
  expect(help).toMatchObject({ code: 0, err: '' })
  const names = [...help.out.matchAll(/^ {2}([a-z]+)(?: \[| <| {2})/gm)].map((match) => match[1] ?? '')
  expect(names).toEqual(expect.arrayContaining(['run', 'validate', 'approve', 'up', 'worker']))
  const each = await Promise.all(
    names.filter((name) => name !== 'help').map((name) => muster(name, '--help')),
  )
  expect(each.map((one) => one.code)).toEqual(each.map(() => 0))
}, 60_000)
