import { writeFile } from 'node:fs/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBun } from '@muster/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Played } from '../src/conformance/play.ts'
import { runProgram } from '../src/program.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const AGENTS = join(ROOT, 'examples', 'agents')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-conformance-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `muster agent conformance -- ARGV` answers. */
async function held(argv: readonly string[], output: 'text' | 'json' = 'json') {
  let text = ''
  const out = { write: (more: string) => void (text += more), terminal: null }
  const env = { PATH: process.env['PATH'], MUSTER_PROJECT_DIR: folder }
  const io = { env, cwd: folder, user: 'ann', out, err: out, now: Date.now }
  const code = await runProgram(['agent', 'conformance', '-o', output, '--', ...argv], io, '0')
  return { code, text }
}

test.each([
  ['TypeScript', [process.execPath, join(AGENTS, 'typescript', 'dist', 'analyst.js')]],
  ['Python', ['python3', join(AGENTS, 'python', 'analyst.py')]],
  ['Bun', [findBun(), join(AGENTS, 'bun', 'analyst.ts')]],
])('the %s example keeps the protocol in every dialogue', async (_language, argv) => {
  const { code, text } = await held(argv)
  const answer = JSON.parse(text) as { readonly ok: boolean; readonly dialogues: readonly Played[] }
  expect(
    answer.dialogues.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
  ).toEqual([])
  expect(answer.dialogues.length).toBe(13)
  expect([code, answer.ok]).toEqual([0, true])
})

/** A good agent, but for what `habit` says. */
async function agentThat(name: string, habit: string): Promise<readonly string[]> {
  const file = join(folder, `${name}.mjs`)
  const code = `
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
let rest = ''
const habits = { end: () => process.exit(0), broken: (id) => say({ id, error: { code: -32700, message: 'unreadable' } }), unknown: (id) => say({ id, error: { code: -32601, message: 'unknown' } }), cancel: (run) => say({ id: run, error: { code: -32001, message: 'cancelled' } }), shutdown: (id) => { say({ id, result: {} }); process.exit(0) }, phase: () => {}, hello: (result) => result }
${habit}
let running = null
const take = (line) => {
  let message
  try { message = JSON.parse(line) } catch { return habits.broken(null) }
  const { id, method, params } = message
  if (message.jsonrpc !== '2.0' || typeof method !== 'string') return habits.broken(id ?? null)
  if (method === 'initialize') return say({ id, result: habits.hello({ protocolVersion: 1, nonce: params.nonce, name: 'a', version: '1', capabilities: { phases: ['PLAN', 'EXECUTE'] } }) })
  if (method === 'ping') return habits.ping === undefined ? say({ id, result: {} }) : habits.ping(id, running)
  if (method === 'shutdown') return habits.shutdown(id)
  if (method === '$/cancel') { if (running !== null && params.id === running) { habits.cancel(running); running = null } return }
  if (method === 'phase/run') {
    habits.phase()
    running = id
    setTimeout(() => { if (running === id) { running = null; say({ id, result: { ok: true, plan: { actions: [] } } }) } }, 300)
    return
  }
  if (id !== undefined) habits.unknown(id)
}
process.stdin.on('data', (chunk) => {
  rest += chunk
  const lines = rest.split('\\n')
  rest = lines.pop()
  for (const line of lines) take(line)
}).on('end', () => habits.end())
`
  await writeFile(file, code)
  return [process.execPath, file]
}

test('an agent in forty lines without a library passes', async () => {
  expect((await held(await agentThat('good', ''))).code).toBe(0)
})

test.concurrent.each([
  [
    'sends another nonce',
    'habits.hello = (result) => ({ ...result, nonce: "mine" })',
    ['handshake'],
    'nonce that it was given',
  ],
  [
    'says nothing of its phases',
    'habits.hello = ({ capabilities, ...rest }) => rest',
    ['handshake'],
    'does not fit the schema',
  ],
  [
    'prints to standard output',
    'habits.phase = () => console.log("Loading ...")',
    ['phases', 'effect-denied', 'ping-in-phase', 'cancel', 'closed-input-in-phase'],
    'that is no message: it is not JSON: "Loading ..."',
  ],
  [
    'answers unknown methods as known ones',
    'habits.unknown = (id) => say({ id, result: {} })',
    ['unknown-method'],
    'with the error -32601',
  ],
  [
    'does not heed a cancel',
    'habits.cancel = () => {}',
    ['ping-in-phase', 'cancel'],
    'within 2 s of its cancel',
  ],
  [
    'dies of a malformed line',
    'habits.broken = () => process.exit(5)',
    ['malformed'],
    'It ended with exit code 5',
  ],
  [
    'stays after shutdown',
    'habits.shutdown = (id) => say({ id, result: {} }); setInterval(() => {}, 1000)',
    ['shutdown'],
    'within 2 s of `shutdown`',
  ],
  [
    'stays when its input is closed',
    'habits.end = () => setInterval(() => {}, 1000)',
    ['closed-input', 'closed-input-in-phase'],
    'the end of its input',
  ],
  [
    'asks for what no agent may',
    'habits.phase = () => say({ id: "x", method: "ping", params: {} })',
    ['phases', 'effect-denied', 'ping-in-phase', 'cancel', 'closed-input-in-phase'],
    'which is none of an agent',
  ],
] as const)('an agent that %s is told what it breaks', async (name, habit, dialogues, words) => {
  const { code, text } = await held(await agentThat(name.replaceAll(' ', '-'), habit))
  const answer = JSON.parse(text) as { readonly ok: boolean; readonly dialogues: readonly Played[] }
  const broken = answer.dialogues.filter(({ ok }) => !ok)
  expect([code, answer.ok]).toEqual([1, false])
  expect(broken.map((one) => one.name)).toEqual(dialogues)
  expect(broken.flatMap(({ problems }) => problems).join(' ')).toContain(words)
})

test('a program that does not start is told why, with a hint, and the rest is not held', async () => {
  const { code, text } = await held(['no-such-program'], 'text')
  expect(code).toBe(1)
  expect(text).toMatch(
    /✗ handshake .*\n {2}It did not answer `initialize`.* exit code 127: .*not found\n {2}hint: /,
  )
  expect(text).toContain('1 dialogue, 1 broken, 12 not held')
})
