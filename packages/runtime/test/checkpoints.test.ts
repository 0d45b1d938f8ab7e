import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, canonical, digestOf, type Outcome } from '@muster/core'
import { expect, test } from 'vitest'
import { readTree } from '../src/checkpoint/tree.ts'
import {
  Aborted,
  type ArtifactStore,
  createArtifacts,
  noteEffect,
  sweepWorkspaces,
  workspaceOf,
} from '../src/index.ts'
import { readJson, sh, startAgent, type TestAgent, temporaryDirectory } from './support/agent.ts'
import { until } from './support/processes.ts'

const work = (agent: TestAgent, name = '') => join(agent.directory, 'agents', 'r1.work', 'work', name)

async function checkpointOf(agent: TestAgent, outcome: Outcome): Promise<Checkpoint> {
  const bytes = await agent.artifacts.shelf('r1').get(outcome.checkpoint ?? '')
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Checkpoint
}

/** The same store, telling what is asked of it. */
function watched(store: ArtifactStore, told: string[]): ArtifactStore {
  return {
    ...store,
    shelf(run) {
      const shelf = store.shelf(run)
      return {
        ...shelf,
        get: (digest) => (told.push(`get ${digest}`), shelf.get(digest)),
        putFile: (path, known) => (told.push(`read ${path.split('/work/')[1]}`), shelf.putFile(path, known)),
      }
    },
  }
}

test('every phase but EXIT leaves a checkpoint that names the one before it', async () => {
  const agent = await startAgent()
  let before: string | null = null
  for (const phase of ['BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT'] as const) {
    const outcome = await agent.phase(phase)
    expect(await checkpointOf(agent, outcome)).toMatchObject({ phase, agent: 'r1.work', previous: before })
    before = outcome.checkpoint ?? null
  }
  expect((await agent.phase('EXIT')).checkpoint).toBeUndefined()
})

test('a phase that changed nothing has the same tree, and reads no file again', async () => {
  const agent = await startAgent({
    commands: { plan: sh('echo "{\\"actions\\":[]}" > "$MUSTER_OUTPUT"; echo a > a') },
  })
  const told: string[] = []
  const artifacts = watched(agent.artifacts, told)
  const planned = await checkpointOf(agent, await agent.phase('PLAN', {}, { artifacts }))
  expect(told).toEqual(['read a'])
  // Younger files than a tick of the kernel's clock are read twice.
  await until(async () => Date.now() - (await stat(work(agent, 'a'))).ctimeMs > 50)
  const executed = await checkpointOf(agent, await agent.phase('EXECUTE', {}, { artifacts }))
  const verified = await checkpointOf(agent, await agent.phase('VERIFY', {}, { artifacts }))
  expect(executed.workspace).toEqual({ ...planned.workspace, files: 1, bytes: 2 })
  expect(verified.workspace).toEqual(planned.workspace)
  expect(told.slice(1).filter((line) => line !== 'read a')).toEqual([])
  expect(told.length).toBeLessThanOrEqual(2)
})

test('what one phase left another worker finds: files, modes, directories, links, and nothing else', async () => {
  const agent = await startAgent({
    commands: {
      plan: sh(
        'echo "{\\"actions\\":[]}" > "$MUSTER_OUTPUT"; mkdir -p deep/er empty; echo x > deep/er/x; ln -s er/x deep/link;' +
          ' ln -s /etc/hostname out; head -c 900000 /dev/zero > big; printf "#!/bin/sh\\n" > run; chmod 750 run; chmod 500 deep;' +
          ' echo kept > "$MUSTER_ARTIFACTS/a"',
      ),
      execute: sh('find . "$MUSTER_ARTIFACTS" ! -type d -printf "%P %y %s %l\\n" | LC_ALL=C sort'),
    },
  })
  const planned = await agent.phase('PLAN')
  expect((await checkpointOf(agent, planned)).workspace).toMatchObject({ files: 4, omitted: 1, whole: true })
  const elsewhere = join(agent.directory, 'elsewhere')
  await agent.phase('EXECUTE', {}, { workspaces: elsewhere })
  expect(agent.lines.map(({ text }) => text.trim())).toEqual([
    'a f 5',
    'big f 900000',
    'deep/er/x f 2',
    'deep/link l 4 er/x',
    'run f 10',
  ])
  const root = join(elsewhere, 'r1.work', 'work')
  expect((await stat(join(root, 'deep'))).mode & 0o777).toBe(0o500)
  expect((await stat(join(root, 'run'))).mode & 0o777).toBe(0o750)
  expect(await readdir(join(root, 'empty'))).toEqual([])
  expect(await readlink(join(root, 'deep', 'link'))).toBe('er/x')
  await chmod(join(root, 'deep'), 0o700)
  expect(await readdir(join(elsewhere, '.restoring'))).toEqual([])
})

test('on the same worker nothing is fetched', async () => {
  const agent = await startAgent()
  const told: string[] = []
  const artifacts = watched(agent.artifacts, told)
  for (const phase of ['BOOTSTRAP', 'PREFLIGHT', 'PLAN', 'EXECUTE', 'VERIFY', 'PACKAGE', 'REPORT'] as const)
    await agent.phase(phase, {}, { artifacts })
  expect(told).toEqual([])
})

const WRITES = {
  plan: sh('echo "{\\"actions\\":[]}" > "$MUSTER_OUTPUT"; echo right > file'),
  execute: sh('cat file; ls'),
}

test.each([
  ['a changed file', (path: string) => writeFile(join(path, 'file'), 'wrong\n')],
  ['a new file', (path: string) => writeFile(join(path, 'more'), '')],
  ['another mode', (path: string) => chmod(join(path, 'file'), 0o640)],
])('%s in a workspace that rests is put back before the next phase', async (_title, edit) => {
  const agent = await startAgent({ commands: WRITES })
  await agent.phase('PLAN')
  await edit(work(agent))
  await agent.phase('EXECUTE')
  expect(agent.lines.map(({ text }) => text)).toEqual(['right', 'file'])
})

test('a phase that was cut short is worked again on what the phase before it left', async () => {
  const agent = await startAgent({
    commands: {
      ...WRITES,
      execute: sh('cat file; echo wrong > file; test "$MUSTER_ATTEMPT" = 2 || sleep 100'),
    },
  })
  await agent.phase('PLAN')
  const running = agent.phase('EXECUTE')
  await until(() => agent.lines.length > 0)
  agent.stop.abort()
  await expect(running).rejects.toBeInstanceOf(Aborted)
  await agent.phase('EXECUTE', { attempt: 2 }, { signal: new AbortController().signal })
  expect(agent.lines.map(({ text }) => text)).toEqual(['right', 'right'])
})

test('a phase that failed is worked again on what it left', async () => {
  const agent = await startAgent({
    commands: { ...WRITES, execute: sh('cat file; echo half > file; exit 1') },
  })
  await agent.phase('PLAN')
  const first = await agent.phase('EXECUTE')
  expect(await checkpointOf(agent, first)).toMatchObject({ outcome: 'failed', phase: 'EXECUTE' })
  await agent.phase('EXECUTE', { attempt: 2 }, { workspaces: join(agent.directory, 'elsewhere') })
  expect(agent.lines.map(({ text }) => text)).toEqual(['right', 'half'])
})

test('an edited checkpoint, one of another agent and one of a later fence are refused', async () => {
  const agent = await startAgent({ commands: WRITES })
  const planned = await agent.phase('PLAN')
  const elsewhere = { workspaces: join(agent.directory, 'elsewhere') }
  const checkpoint = await checkpointOf(agent, planned)
  const shelf = agent.artifacts.shelf('r1')
  const other = await shelf.put(canonical({ ...checkpoint, agent: 'r1.other' }))
  const later = await shelf.put(canonical({ ...checkpoint, fence: 9 }))
  for (const [digest, problem] of [
    [other, 'it is one of agent `r1.other`'],
    [later, 'it was written under fence 9'],
  ] as const)
    expect(await agent.phase('EXECUTE', { checkpoint: digest, fence: 9 }, elsewhere)).toMatchObject({
      fault: { code: 'MUSTER_CHECKPOINT_REFUSED', message: expect.stringContaining(problem) as string },
    })
  const file = join(agent.directory, 'artifacts', 'checkpoints', 'r1', planned.checkpoint?.slice(7) ?? '')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"phase":"PLAN"', '"phase":"EXECUTE"'))
  expect(await agent.phase('EXECUTE', { checkpoint: planned.checkpoint ?? '' }, elsewhere)).toMatchObject({
    fault: { code: 'MUSTER_ARTIFACT_MISSING' },
  })
  await expect(readdir(join(elsewhere.workspaces, 'r1.work'))).rejects.toThrow('ENOENT')
})

test('a workspace past the bounds fails its phase, and its evidence is what there was before', async () => {
  const agent = await startAgent({
    commands: { ...WRITES, execute: sh('truncate -s 1G huge larger; echo done > "$MUSTER_ARTIFACTS/a"') },
  })
  await agent.phase('PLAN')
  const outcome = await agent.phase('EXECUTE')
  expect(outcome).toMatchObject({
    kind: 'failed',
    retryable: false,
    fault: {
      code: 'MUSTER_WORKSPACE_TOO_LARGE',
      message:
        'The workspace that EXECUTE left is too large to be kept: its files have more than 1073741824 bytes.',
    },
  })
  expect((await checkpointOf(agent, outcome)).workspace).toMatchObject({ files: 1, whole: false })
  expect((await agent.phase('PACKAGE')).record).toMatchObject({ artifacts: 1 })
})

test('a store that refuses fails the phase, which may be tried again', async () => {
  const agent = await startAgent()
  await agent.phase('PLAN')
  const refuse = () => Promise.reject(new Error('no room'))
  const shelf = (run: string) => ({ ...agent.artifacts.shelf(run), put: refuse })
  expect(await agent.phase('EXECUTE', {}, { artifacts: { ...agent.artifacts, shelf } })).toMatchObject({
    kind: 'failed',
    retryable: true,
    fault: { code: 'MUSTER_CHECKPOINT_FAILED', message: 'What EXECUTE did could not be kept: no room.' },
  })
})

test.each([
  ['outside', [{ kind: 'file', path: 'work/../../x', mode: 0o600, bytes: 0, digest: '' }]],
  ['absolute', [{ kind: 'directory', path: '/etc', mode: 0o700 }]],
  ['beside the workspace', [{ kind: 'file', path: 'io/log.jsonl', mode: 0o600, bytes: 0, digest: '' }]],
  [
    'through a link',
    [
      { kind: 'link', path: 'work/a', target: '/etc' },
      { kind: 'file', path: 'work/a/passwd', mode: 0o600, bytes: 0, digest: '' },
    ],
  ],
  [
    'twice',
    [
      { kind: 'directory', path: 'work/a', mode: 0o700 },
      { kind: 'link', path: 'work/a', target: '/etc' },
    ],
  ],
])('a tree that would write %s is refused', async (_title, entries) => {
  const shelf = createArtifacts(await temporaryDirectory()).shelf('r1')
  const digest = await shelf.put(canonical({ v: 1, entries }))
  expect(digest).toBe(digestOf({ v: 1, entries }))
  await expect(readTree(shelf, digest)).rejects.toThrow('where it cannot be')
})

test('a link among the artifacts of a workspace is not followed when it is stored or restored', async () => {
  const agent = await startAgent({ commands: WRITES })
  await mkdir(join(agent.directory, 'secret'))
  await writeFile(join(agent.directory, 'secret', 'key'), 'secret')
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  const planned = await agent.phase('PLAN')
  await symlink(join(agent.directory, 'secret'), work(agent, 'way-out'))
  const executed = await agent.phase('EXECUTE', { checkpoint: null })
  expect((await checkpointOf(agent, executed)).workspace).toMatchObject({ files: 1, omitted: 1 })
  expect((await checkpointOf(agent, executed)).workspace.tree).toBe(
    (await checkpointOf(agent, planned)).workspace.tree,
  )
})

test('a workspace in which no phase ended for long is removed, and its agent gets it back when it returns', async () => {
  const agent = await startAgent({ commands: WRITES })
  await agent.phase('PLAN')
  const workspaces = join(agent.directory, 'agents')
  expect(await sweepWorkspaces(workspaces, Date.now() - 60_000)).toBe(0)
  expect(await sweepWorkspaces(workspaces, Date.now() + 60_000)).toBe(1)
  await expect(readdir(join(workspaces, 'r1.work'))).rejects.toThrow('ENOENT')
  await agent.phase('EXECUTE')
  expect(agent.lines.map(({ text }) => text)).toEqual(['right', 'file'])
})

test('what was noted of effects follows the checkpoint to another worker, and is in the evidence with what is noted there', async () => {
  const agent = await startAgent()
  const here = workspaceOf(join(agent.directory, 'agents'), 'r1.work')
  const elsewhere = { workspaces: join(agent.directory, 'elsewhere') }
  const asked = { at: 1, key: 'k', verb: 'file.write', target: 'out/a', digest: 'sha256:0', bytes: 1 }
  const outcome = { kind: 'outcome', ended: 'done', reason: null, result: {} } as const
  await agent.phase('BOOTSTRAP')
  await agent.phase('PLAN')
  await noteEffect(here, { ...asked, kind: 'intent', effect: 1, phase: 'EXECUTE', attempt: 1, fence: 3 })
  await noteEffect(here, { ...asked, ...outcome, effect: 1 })
  await agent.phase('EXECUTE')
  await agent.phase('VERIFY', {}, elsewhere)
  await noteEffect(workspaceOf(elsewhere.workspaces, 'r1.work'), { ...asked, ...outcome, effect: 2 })
  const { manifest } = (await agent.phase('PACKAGE', {}, elsewhere)).record
  const { files } = await readJson<{ files: readonly { path: string; sha256: string }[] }>(
    agent.artifacts,
    manifest,
  )
  const digest = files.find(({ path }) => path === 'effects.jsonl')?.sha256
  const lines = Buffer.from(await agent.artifacts.get(`sha256:${digest}`))
    .toString()
    .trim()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { kind: 'intent', effect: 1 },
    { kind: 'outcome', effect: 1 },
    { kind: 'outcome', effect: 2 },
  ])
})
