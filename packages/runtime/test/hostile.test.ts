import type { Outcome, Template } from '@muster/core'
import { expect, test } from 'vitest'
import { MAX_LOG_BYTES, MAX_LOG_LINES } from '../src/capture.ts'
import { Aborted } from '../src/index.ts'
import { readJson, sh, startAgent, type TestAgent } from './support/agent.ts'
import { until } from './support/processes.ts'

async function executed(
  script: string,
  template: Partial<Template> = {},
): Promise<TestAgent & { outcome: Outcome }> {
  const agent = await startAgent({ commands: { execute: sh(script) }, ...template })
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  return { ...agent, outcome: await agent.phase('EXECUTE', { timeoutMs: 20_000 }) }
}

test('a flood of output is kept to its bound and the rest is counted', async () => {
  const written = 10 * 1024 * 1024
  const before = process.memoryUsage().rss
  const { outcome, lines } = await executed(`yes 0123456789abcde | head -c ${written}`)
  expect(outcome.kind).toBe('succeeded')
  const notice = lines.pop()
  const kept = lines.reduce((sum, line) => sum + Buffer.byteLength(line.text) + 1, 0)
  expect(lines.length).toBeLessThanOrEqual(MAX_LOG_LINES)
  expect(kept).toBeLessThanOrEqual(MAX_LOG_BYTES)
  expect(notice?.text).toBe(`muster: output limit reached, ${written - kept} more bytes dropped`)
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024)
})

test('one endless line is cut', async () => {
  const { lines } = await executed('head -c 10000000 /dev/zero | tr "\\0" a')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.text).toMatch(/^a{16384} \[cut: 9983616 more bytes\]$/)
})

test('invalid UTF-8, NUL and escapes come out as harmless text', async () => {
  const { lines } = await executed("printf 'a\\377b\\000c\\033]0;x\\007\\033[2Jd\\n'")
  expect(lines.map(({ text }) => text)).toEqual(['a\ufffdb\u2400cd'])
})

test('a failed command says its exit code and its last words', async () => {
  const { outcome } = await executed('echo first >&2; echo "no space" >&2; exit 3')
  expect(outcome).toMatchObject({
    kind: 'failed',
    retryable: true,
    fault: { code: 'MUSTER_AGENT_FAILED', message: 'The EXECUTE command ended with exit code 3: no space.' },
    record: { ended: 'exit code 3', stderr: ['first', 'no space'] },
  })
})

test('a command killed by a signal says which', async () => {
  const { outcome } = await executed('kill -s SEGV $$')
  expect(outcome).toMatchObject({
    kind: 'failed',
    fault: { message: expect.stringContaining('signal SIGSEGV') as string },
  })
})

const OUTPUTS: readonly (readonly [title: string, script: string, problem: RegExp])[] = [
  ['a megabyte', 'head -c 1000000 /dev/zero > "$MUSTER_OUTPUT"', /1000000 bytes; at most 49152/],
  ['a list', 'echo "[1]" > "$MUSTER_OUTPUT"', /not a JSON object/],
  ['no JSON', 'echo "{oops" > "$MUSTER_OUTPUT"', /not JSON/],
  ['a link', 'ln -s /etc/hostname "$MUSTER_OUTPUT"', /not a file that can be read/],
  ['a fifo', 'mkfifo "$MUSTER_OUTPUT"', /not a regular file/],
  ['a NUL', 'printf \'{"a":"\\\\u0000"}\' > "$MUSTER_OUTPUT"', /NUL/],
  ['half a character', 'printf \'{"\\\\ud800":1}\' > "$MUSTER_OUTPUT"', /half a character/],
  ['an endless number', 'echo \'{"a":1e999}\' > "$MUSTER_OUTPUT"', /too large/],
  [
    'deep nesting',
    'node -e \'console.log(`{"a":${"[".repeat(9000)}${"]".repeat(9000)}}`)\' > "$MUSTER_OUTPUT"',
    /deeper/,
  ],
]
test.each(OUTPUTS)('%s in MUSTER_OUTPUT is refused and not tried again', async (_title, script, problem) => {
  const { outcome } = await executed(script)
  expect(outcome).toMatchObject({ kind: 'failed', retryable: false, fault: { code: 'MUSTER_AGENT_OUTPUT' } })
  expect(outcome.kind === 'failed' && outcome.fault.message).toMatch(problem)
})

test('a promised output that is missing fails the agent', async () => {
  const { outcome } = await executed('echo "{\\"a\\":1}" > "$MUSTER_OUTPUT"', { outputs: ['a', 'b'] })
  expect(outcome).toMatchObject({
    kind: 'failed',
    fault: { message: expect.stringContaining('`b`') as string },
  })
})

test('a command that runs out of time is killed and leaves its last words', async () => {
  const agent = await startAgent({ commands: { execute: sh('echo busy >&2; sleep 100') } })
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  const outcome = await agent.phase('EXECUTE', { timeoutMs: 400 })
  expect(outcome).toMatchObject({ kind: 'timed_out', record: { stderr: ['busy'] } })
})

test('a phase stopped from outside throws Aborted and leaves what it wrote, but no record', async () => {
  const agent = await startAgent({
    commands: { execute: sh('echo busy; echo half > "$MUSTER_ARTIFACTS/half"; sleep 100') },
  })
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  const running = agent.phase('EXECUTE')
  await until(() => agent.lines.length > 0)
  agent.stop.abort()
  await expect(running).rejects.toBeInstanceOf(Aborted)
  const packaged = await agent.phase('PACKAGE', {}, { signal: new AbortController().signal })
  const manifest = await readJson<{ files: { path: string }[] }>(agent.artifacts, packaged.record['manifest'])
  expect(manifest.files.map(({ path }) => path)).toEqual([
    'artifacts/half',
    'records/BOOTSTRAP.json',
    'records/PLAN.json',
    'log.jsonl',
  ])
})

test('links, fifos and unreadable directories among the artifacts are left out and counted', async () => {
  const agent = await executed(
    'cd "$MUSTER_ARTIFACTS"; echo real > real; ln -s /etc/hostname link; ln -s / root; mkfifo pipe; mkdir -p a/b; echo x > a/b/c',
  )
  const packaged = await agent.phase('PACKAGE')
  expect(packaged.record).toMatchObject({ artifacts: 2, omitted: 3 })
  const manifest = await readJson<{ files: { path: string }[] }>(agent.artifacts, packaged.record['manifest'])
  expect(manifest.files.map(({ path }) => path).slice(0, 2)).toEqual(['artifacts/a/b/c', 'artifacts/real'])
})

test('EXIT removes directories that their owner may not write', async () => {
  const agent = await executed('mkdir -p locked/in; touch locked/in/file; chmod 500 locked/in locked')
  expect((await agent.phase('EXIT')).kind).toBe('succeeded')
  expect((await agent.phase('EXIT')).kind).toBe('succeeded')
})

test('Markdown from an agent stays text in the report', async () => {
  const agent = await executed('printf \'{"x":"<img src=x> [a](b)"}\' > "$MUSTER_OUTPUT"')
  const reported = await agent.phase('REPORT', { ending: { status: 'failed', reason: '# <b>' } })
  const markdown = Buffer.from(await agent.artifacts.get(reported.record['markdown'] as string)).toString()
  expect(markdown).toContain('- x: \\<img src=x\\> \\[a\\](b)')
  expect(markdown).toContain('Reason: \\# \\<b\\>')
})

test('an environment of a template cannot forge the words of Muster', async () => {
  const { lines } = await executed('echo "$MUSTER_STAGE $COLOUR"', {
    env: { MUSTER_STAGE: 'other', COLOUR: 'red' },
  })
  expect(lines.map(({ text }) => text)).toEqual(['work red'])
})

test('the inputs arrive as variables, large ones only in the file', async () => {
  const inputs = { 'my-name': 'x y', count: 3, list: [1], nothing: null, huge: 'h'.repeat(40_000) }
  const script =
    "node -p \"Object.keys(process.env).filter(n => n.startsWith('MUSTER_INPUT_')).sort().map(n => n + '=' + process.env[n]).join()\""
  const agent = await startAgent({ commands: { execute: sh(script) } }, { brief: { inputs } })
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  await agent.phase('EXECUTE')
  expect(agent.lines.map(({ text }) => text)).toEqual([
    'MUSTER_INPUT_COUNT=3,MUSTER_INPUT_LIST=[1],MUSTER_INPUT_MY_NAME=x y,MUSTER_INPUT_NOTHING=',
  ])
})
