import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { AGENT_PHASES_ORDERED, digestOf, type JsonObject, sha256 } from '@muster/core'
import { expect, test } from 'vitest'
import type { Report } from '../src/index.ts'
import { readJson, sh, startAgent } from './support/agent.ts'

interface Manifest {
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  readonly planDigest: string | null
  readonly outputs: JsonObject
  readonly omitted: number
}

test('an agent without commands walks all eight phases', async () => {
  const agent = await startAgent()
  for (const phase of AGENT_PHASES_ORDERED) expect((await agent.phase(phase)).kind).toBe('succeeded')
})

const THREE_COMMANDS = {
  plan: sh(
    'echo planning; printf \'{"summary":"write","actions":[{"verb":"write","target":"a.txt"}]}\' > "$MUSTER_OUTPUT"',
  ),
  execute: sh(
    'cat "$MUSTER_INPUT" > "$MUSTER_ARTIFACTS/input.json"; echo hello > a.txt; printf \'{"path":"a.txt"}\' > "$MUSTER_OUTPUT"',
  ),
  verify: sh('test "$(cat a.txt)" = hello; echo fine >&2'),
}

test('commands plan, execute and verify, and their work is packaged and reported', async () => {
  const agent = await startAgent(
    { commands: THREE_COMMANDS, outputs: ['path'] },
    { brief: { inputs: { n: 3 } } },
  )
  await agent.phase('BOOTSTRAP')
  await agent.phase('PREFLIGHT')
  const planned = await agent.phase('PLAN')
  const plan = { summary: 'write', actions: [{ verb: 'write', target: 'a.txt' }] }
  expect(planned.record).toMatchObject({ plan, planDigest: digestOf(plan) })
  expect(await agent.phase('EXECUTE')).toMatchObject({ kind: 'succeeded', outputs: { path: 'a.txt' } })
  expect((await agent.phase('VERIFY')).record).toMatchObject({ verified: true, stderr: ['fine'] })

  const packaged = await agent.phase('PACKAGE')
  const manifest = await readJson<Manifest>(agent.artifacts, packaged.record['manifest'])
  expect(manifest).toMatchObject({ planDigest: digestOf(plan), outputs: { path: 'a.txt' }, omitted: 0 })
  expect(manifest.files.map(({ path }) => path)).toEqual([
    'artifacts/input.json',
    ...['BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY'].map((phase) => `records/${phase}.json`),
    'log.jsonl',
  ])
  for (const file of manifest.files) {
    const bytes = await agent.artifacts.get(`sha256:${file.sha256}`)
    expect([bytes.length, sha256(bytes)]).toEqual([file.bytes, file.sha256])
  }
  const input = manifest.files.find(({ path }) => path === 'artifacts/input.json')
  expect(await readJson(agent.artifacts, `sha256:${input?.sha256}`)).toEqual({
    inputs: { n: 3 },
    needs: {},
    plan,
    planDigest: digestOf(plan),
    clarification: null,
  })

  const reported = await agent.phase('REPORT')
  expect(await readJson<Report>(agent.artifacts, reported.record['report'])).toMatchObject({
    status: 'succeeded',
    verified: true,
    errors: [],
    artifacts: 1,
    outputs: { path: 'a.txt' },
  })
  await agent.phase('EXIT')
  await expect(access(join(agent.directory, 'agents', 'r1.work'))).rejects.toThrow('ENOENT')
})
