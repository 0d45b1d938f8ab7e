import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { firstFault, openProject } from '../support/templates.ts'

vi.setConfig({ testTimeout: 60_000 })

test('default records what it was given and runs nothing', async () => {
  const { walk } = await openProject()
  const needs = { before: { status: 'succeeded', outputs: { n: 1 }, manifest: null } } as const
  const walked = await walk('default', { message: 'A "quoted" $HOME line', facts: { a: [1] } }, { needs })
  expect(firstFault(walked)).toBeNull()
  expect(walked.lines).toEqual(['A "quoted" $HOME line'])
  expect(JSON.parse((await walked.artifact('observed.json')) ?? '')).toMatchObject({
    inputs: { facts: { a: [1] } },
    needs,
  })
  expect(await walked.artifact('machine.txt')).toMatch(/^Linux|^Darwin/)
})

test('default runs a command as it was given, and takes its outputs and its failure', async () => {
  const { walk } = await openProject()
  const script = 'printf "%s|" "$@"; printf \'{"n":1}\' > "$MUSTER_OUTPUT"'
  const walked = await walk('default', { command: ['sh', '-c', script, 'sh', 'a b', '$HOME', ''] })
  expect(walked.outputs).toEqual({ n: 1 })
  expect(walked.lines).toEqual(['Observed.', 'a b|$HOME||'])
  expect(firstFault(await walk('default', { command: ['sh', '-c', 'exit 9'] }))?.[1]).toContain('exit code 9')
  const missing = await walk('default', { command: ['muster-no-such'] })
  expect(missing.lines.at(-1)).toContain('muster-no-such: ')
  expect(firstFault(missing)?.[0]).toBe('EXECUTE')
  const long = await walk('default', { command: ['sh', '-c', `: ${'x'.repeat(40_000)}; exit 8`] })
  expect(firstFault(long)?.[1]).toContain('exit code 8')
})

test('default tells what is in a directory, and its digest changes when a file does', async () => {
  const { directory, walk } = await openProject()
  await mkdir(join(directory, 'site', '.git'), { recursive: true })
  await writeFile(join(directory, 'site', 'index.html'), 'hello')
  await writeFile(join(directory, 'site', '.git', 'HEAD'), 'x')
  const walked = await walk('default', { directory: 'site' })
  expect(walked.outputs).toMatchObject({
    files: 1,
    bytes: 5,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(await walked.artifact('directory.md')).toContain('| .html | 1 | 5 |')
  expect(JSON.parse((await walked.artifact('directory.json')) ?? '')).toMatchObject([
    { path: 'index.html', bytes: 5 },
  ])
  await writeFile(join(directory, 'site', 'index.html'), 'HELLO')
  const again = await walk('default', { directory: 'site' })
  expect(again.outputs['digest']).not.toBe(walked.outputs['digest'])
  expect(firstFault(await walk('default', { directory: '..' }))?.[0]).toBe('EXECUTE')
})
