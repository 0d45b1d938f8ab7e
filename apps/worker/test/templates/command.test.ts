import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { firstFault, openProject } from '../support/templates.ts'

vi.setConfig({ testTimeout: 60_000 })

test('command runs a program with arguments, variables and input as they were given', async () => {
  const { directory, walk } = await openProject()
  await mkdir(join(directory, 'sub'))
  const script = 'printf "%s|" "$@" "$A" "${MUSTER_RUN}"; cat; pwd; echo oh >&2; exit 3'
  const walked = await walk('command', {
    command: ['sh', '-c', script, 'sh', 'a b', '$HOME', ''],
    directory: 'sub',
    env: { A: 1, MUSTER_RUN: 'no' },
    stdin: 'in\n',
    expected: [0, 3],
  })
  expect(firstFault(walked)).toBeNull()
  expect(walked.outputs).toEqual({
    code: 3,
    stdout: `a b|$HOME||1|r1|in\n${join(directory, 'sub')}\n`,
    stderr: 'oh\n',
    truncated: false,
  })
  expect(await walked.artifact('stderr.txt')).toBe('oh\n')
  expect(walked.outcomes.PLAN?.record['plan']).toMatchObject({
    actions: [{ verb: 'run', target: `sh -c ${JSON.stringify(script)} sh "a b" "$HOME" ""`, risk: 'low' }],
  })
})

test('command keeps the beginning of a long output, and all of it as an artifact', async () => {
  const { walk } = await openProject()
  const walked = await walk('command', { command: ['sh', '-c', 'yes é | head -c 100000'] })
  expect(walked.outputs).toMatchObject({ code: 0, truncated: true })
  expect((await walked.artifact('stdout.txt'))?.length).toBeGreaterThan(60_000)
})

test('command makes an output of JSON that the program puts out', async () => {
  const { walk } = await openProject()
  const json = (text: string) => walk('command', { command: ['printf', '%s', text], parse: 'json' })
  expect((await json('{"a":[1]}')).outputs).toMatchObject({ result: { a: [1] } })
  const wrong = await json('{"a"')
  expect(firstFault(wrong)?.[0]).toBe('EXECUTE')
  expect(wrong.lines.join('\n')).toContain('what printf put out is not JSON')
})

test('command fails before EXECUTE without its program, and in it with an exit code that is not expected', async () => {
  const { directory, walk } = await openProject()
  for (const command of [['muster-no-such'], ['./muster-no-such'], []])
    expect(firstFault(await walk('command', { command }))?.[0]).toBe('PLAN')
  await writeFile(join(directory, 'no-program'), '')
  expect(firstFault(await walk('command', { command: ['./no-program'], directory: '.' }))?.[0]).toBe('PLAN')
  expect(firstFault(await walk('command', { command: ['true'], directory: '..' }))?.[0]).toBe('PLAN')
  const failed = await walk('command', { command: ['false'] })
  expect(failed.lines.at(-1)).toBe('false ended with exit code 1; expected was 0')
  const killed = await walk('command', { command: ['sh', '-c', 'kill -9 $$'] })
  expect(killed.lines.at(-1)).toBe('sh ended with SIGKILL')
})
