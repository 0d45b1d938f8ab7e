import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binary } from '@muster/core'
import { expect, test } from 'vitest'
import { PATH } from '../../../test/support/launcher.ts'
import { versionIn } from '../src/probe-binary.ts'
import { startAgent, temporaryDirectory } from './support/agent.ts'

const NONE = { versionCommand: ['true'], version: null, when: null, install: null }

async function tool(name: string, script: string): Promise<string> {
  const directory = await temporaryDirectory()
  await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(directory, name), 0o755)
  return `${directory}:${PATH}`
}

async function preflight(binaries: readonly Binary[], path?: string) {
  const agent = await startAgent({ binaries }, path === undefined ? {} : { path })
  await agent.phase('BOOTSTRAP')
  return agent.phase('PREFLIGHT')
}

test('every missing binary is named with its version and how to get it, in one message', async () => {
  const outcome = await preflight([
    { ...NONE, name: 'muster-no-such', version: '>=1.5.0', install: 'Run `apt-get install no-such`.' },
    { ...NONE, name: 'sh' },
    { ...NONE, name: 'muster-nor-such' },
  ])
  expect(outcome).toMatchObject({
    kind: 'failed',
    retryable: false,
    fault: {
      code: 'MUSTER_BINARY_MISSING',
      message:
        'The agent needs `muster-no-such` >=1.5.0, which this worker does not have. ' +
        'The agent needs `muster-nor-such` of any version, which this worker does not have.',
      hint: 'Run `apt-get install no-such`. Put `muster-nor-such` on the PATH of the worker.',
    },
  })
})

test('a binary that is too old says which version it has', async () => {
  const path = await tool('newtool', 'echo "newtool 2 version v1.4.2-rc1 (build 9.9)"')
  const binary = { ...NONE, name: 'newtool', version: '>=1.5.0', versionCommand: ['newtool', 'version'] }
  expect(await preflight([binary], path)).toMatchObject({
    kind: 'failed',
    fault: {
      code: 'MUSTER_BINARY_VERSION',
      message: 'The agent needs `newtool` >=1.5.0; this worker has 1.4.2.',
    },
  })
})

test('what is found goes into the inventory, whatever its `when` was', async () => {
  const path = await tool('newtool', 'echo "newtool v1.12" >&2; exit 1')
  const binary = {
    ...NONE,
    name: 'newtool',
    version: '^1.5',
    versionCommand: ['newtool'],
    when: 'inputs.real',
  }
  const outcome = await preflight([binary], path)
  expect(outcome.record['binaries']).toEqual([
    { name: 'newtool', path: join(path.split(':')[0] ?? '', 'newtool'), version: '1.12.0' },
  ])
})

test('a version command that hangs or does not exist names no version', async () => {
  const binary = { ...NONE, name: 'sh', version: '>=1', versionCommand: ['muster-no-such'] }
  expect(await preflight([binary])).toMatchObject({ fault: { code: 'MUSTER_BINARY_VERSION' } })
})

test('a directory or a file that may not be run is no binary', async () => {
  const directory = await temporaryDirectory()
  await mkdir(join(directory, 'muster-folder'))
  await writeFile(join(directory, 'muster-plain'), '')
  for (const name of ['muster-folder', 'muster-plain'])
    expect(await preflight([{ ...NONE, name }], `${directory}:${PATH}`)).toMatchObject({ kind: 'failed' })
})

test('a manifest of an earlier agent that is not there fails the agent', async () => {
  const manifest = `sha256:${'1'.repeat(64)}`
  const agent = await startAgent(
    {},
    { brief: { needs: { a: { status: 'succeeded', outputs: {}, manifest } } } },
  )
  await agent.phase('BOOTSTRAP')
  expect(await agent.phase('PREFLIGHT')).toMatchObject({ fault: { code: 'MUSTER_ARTIFACT_MISSING' } })
})

test('the first x.y or x.y.z is the version', () => {
  expect(versionIn('ansible-playbook [core 2.14.3]\n python 3.11.2')).toBe('2.14.3')
  expect(versionIn('tool2 v10.4')).toBe('10.4.0')
  expect(versionIn('no version 7')).toBeNull()
})
