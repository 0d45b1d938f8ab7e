import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Report } from '../src/index.ts'
import { readJson, sh, startAgent } from './support/agent.ts'

const plans = (json: string) => ({ plan: sh(`printf '%s' '${json}' > "$MUSTER_OUTPUT"`) })

test.each([
  ['{"summary":1,"actions":[]}', '`summary` is not a text'],
  ['{"summary":"x"}', '`actions` is not a list'],
  ['{"actions":[{"verb":"run","target":"a"},{"verb":"run"}]}', 'action 2 has no `target` text'],
  ['{"actions":["run"]}', 'action 1 has no `verb` text'],
  ['', 'MUSTER_OUTPUT holds no plan'],
])('the plan %s is refused', async (json, problem) => {
  const agent = await startAgent({ commands: plans(json) })
  expect(await agent.phase('PLAN')).toMatchObject({
    kind: 'failed',
    fault: { message: `What PLAN put out cannot be used: ${problem}.` },
  })
})

test('a plan is told what spent the error budget', async () => {
  const agent = await startAgent({
    commands: {
      plan: sh(
        'printf \'{"summary":%s,"actions":[]}\' "$(node -p "JSON.stringify(process.env.MUSTER_CLARIFICATION)")" > "$MUSTER_OUTPUT"',
      ),
    },
  })
  const clarification = {
    number: 1,
    voids: null,
    because: '1 of 1 errors',
    errors: ['disk full'],
    learnt: [],
    changes: null,
  }
  const outcome = await agent.phase('PLAN', { clarification })
  expect(outcome.record).toMatchObject({ plan: { summary: JSON.stringify(clarification) } })
})

test('a plan that is not the one in the ledger is not executed, though its digest is right', async () => {
  const agent = await startAgent({ commands: { execute: sh('touch worked') } })
  const { record } = await agent.phase('PLAN')
  const { planDigest } = record as { planDigest: string }
  expect((await agent.phase('EXECUTE', { planDigest: `sha256:${'0'.repeat(64)}` })).kind).toBe('failed')
  expect((await agent.phase('EXECUTE', { planDigest })).kind).toBe('succeeded')
})

test('a plan that was changed in the store after PLAN is not executed', async () => {
  const agent = await startAgent({ commands: plans('{"actions":[]}') })
  await agent.phase('PLAN')
  const record = await find(join(agent.directory, 'artifacts'), '"type":"beta"')
  const text = await readFile(record, 'utf8')
  await writeFile(record, text.replace('"actions":[]', '"actions":[{"verb":"rm","target":"/"}]'))
  expect(await agent.phase('EXECUTE')).toMatchObject({ fault: { code: 'MUSTER_ARTIFACT_MISSING' } })
})

/** The file below a directory that holds a text. */
async function find(directory: string, text: string): Promise<string> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && (await readFile(path, 'utf8')).includes(text)) return path
  }
  throw new Error(`nothing holds ${text}`)
}

test('on a machine without the workspace EXECUTE and VERIFY say so, and the closing phases still work', async () => {
  const agent = await startAgent()
  for (const phase of ['EXECUTE', 'VERIFY'] as const)
    expect(await agent.phase(phase)).toMatchObject({
      kind: 'failed',
      fault: {
        message: expect.stringContaining('Worker `w1` does not have the plan of agent `r1.work`') as string,
      },
    })
  await rm(join(agent.directory, 'agents'), { recursive: true })
  const ending = { status: 'failed', reason: 'lost' } as const
  expect((await agent.phase('PACKAGE', { ending })).kind).toBe('succeeded')
  const reported = await agent.phase('REPORT', { ending })
  expect(await readJson<Report>(agent.artifacts, reported.record['report'])).toMatchObject({
    status: 'failed',
    plan: null,
  })
  expect((await agent.phase('EXIT', { ending })).kind).toBe('succeeded')
})

test('a brief that is missing fails the working phases and leaves the closing ones', async () => {
  const agent = await startAgent()
  const brief = `sha256:${'1'.repeat(64)}`
  expect(await agent.phase('BOOTSTRAP', { brief })).toMatchObject({
    fault: { code: 'MUSTER_ARTIFACT_MISSING' },
  })
  for (const phase of ['PACKAGE', 'REPORT', 'EXIT'] as const)
    expect((await agent.phase(phase, { brief })).kind).toBe('succeeded')
})

test('VERIFY without a command needs a success of EXECUTE', async () => {
  const agent = await startAgent({ commands: { execute: ['false'] } })
  await agent.phase('PLAN')
  await agent.phase('EXECUTE')
  expect((await agent.phase('VERIFY')).kind).toBe('failed')
})

test('the report of a failed agent lists every error in order', async () => {
  const agent = await startAgent({ commands: { execute: sh('exit "$MUSTER_ATTEMPT"') } })
  await agent.phase('PLAN')
  await agent.phase('EXECUTE')
  await agent.phase('EXECUTE', { attempt: 2 })
  const ending = { status: 'failed', reason: 'exit code 2' } as const
  const reported = await agent.phase('REPORT', { ending })
  const { errors } = await readJson<Report>(agent.artifacts, reported.record['report'])
  expect(errors).toEqual([
    expect.stringContaining('EXECUTE attempt 1: The EXECUTE command ended with exit code 1.'),
    expect.stringContaining('EXECUTE attempt 2: The EXECUTE command ended with exit code 2.'),
  ])
})

test('BOOTSTRAP starts with a clean workspace', async () => {
  const agent = await startAgent({ commands: { execute: sh('ls; touch left') } })
  for (const phase of ['BOOTSTRAP', 'PLAN', 'EXECUTE', 'BOOTSTRAP', 'PLAN', 'EXECUTE'] as const)
    await agent.phase(phase)
  expect(agent.lines).toEqual([])
})

test('a command that is not on the PATH is a missing binary', async () => {
  const agent = await startAgent({ commands: { execute: ['muster-no-such'] } })
  await agent.phase('PLAN')
  expect(await agent.phase('EXECUTE')).toMatchObject({
    retryable: false,
    fault: { code: 'MUSTER_BINARY_MISSING' },
  })
})

test('a job that says a lower tier than its brief does is refused: it would pass by what that tier must prove', async () => {
  const agent = await startAgent(
    { commands: { execute: sh('touch "$MUSTER_OUTPUT"') } },
    { brief: { tier: 2 } },
  )
  await agent.phase('BOOTSTRAP')
  for (const tier of [0, 1] as const)
    expect(await agent.phase('EXECUTE', { tier })).toMatchObject({
      kind: 'failed',
      fault: { code: 'MUSTER_PERMIT_REFUSED' },
    })
})
