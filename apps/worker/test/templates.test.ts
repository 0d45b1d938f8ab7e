import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { firstFault, openProject } from './support/templates.ts'

// Every walk starts some ten processes.
vi.setConfig({ testTimeout: 120_000 })

test('terraform on the local target creates, changes and deletes what its resources say', async () => {
  const { directory, walk } = await openProject()
  const home = join(directory, 'muster-demo', 'staging', 'infrastructure')
  const inputs = { environment: 'staging' }
  const first = await walk('terraform', inputs)
  expect(firstFault(first)).toBeNull()
  expect(first.outputs).toMatchObject({ changes: 3, applied: 3 })
  expect((await readdir(home)).sort()).toEqual(['database.json', 'network.json', 'web.json'])
  expect(await first.artifact('plan.json')).toContain('"verb": "create"')

  expect((await walk('terraform', inputs)).outputs).toMatchObject({ changes: 0, applied: 0, files: [] })

  const second = await walk('terraform', { ...inputs, resources: { web: { instances: 5 }, cache: {} } })
  expect(second.lines.filter((line) => line.startsWith('update') || line.startsWith('delete'))).toHaveLength(
    6,
  )
  expect((await readdir(home)).sort()).toEqual(['cache.json', 'web.json'])
  expect(JSON.parse(await readFile(join(home, 'web.json'), 'utf8'))).toEqual({ instances: 5 })
})

test('terraform in mode plan changes nothing, and its plan is what apply is held to', async () => {
  const { directory, walk } = await openProject()
  const planned = await walk('terraform', { mode: 'plan' })
  expect(planned.outputs).toMatchObject({ changes: 3, applied: 0 })
  expect(await readdir(directory)).toEqual(['.muster'])
  const approved = planned.outputs['plan'] as string
  const other = await walk('terraform', { approved, resources: { web: {} } })
  expect(firstFault(other)?.[0]).toBe('PLAN')
  expect(other.lines.at(-1)).toBe('this is not the plan that was approved')
  expect((await walk('terraform', { approved })).outputs).toMatchObject({ applied: 3, plan: approved })
})

test('terraform does not overwrite what was changed after it was planned', async () => {
  const { directory, walk } = await openProject()
  await walk('terraform', {})
  const web = join(directory, 'muster-demo', 'development', 'infrastructure', 'web.json')
  const walked = await walk('terraform', { resources: { web: { instances: 9 } } }, {}, async (phase) => {
    if (phase === 'PLAN') await writeFile(web, 'mine')
  })
  expect(firstFault(walked)?.[0]).toBe('EXECUTE')
  expect(await readFile(web, 'utf8')).toBe('mine')
})

test('terraform verifies by looking again', async () => {
  const { directory, walk } = await openProject()
  const web = join(directory, 'muster-demo', 'development', 'infrastructure', 'web.json')
  const walked = await walk('terraform', {}, {}, async (phase) => {
    if (phase === 'EXECUTE') await writeFile(web, 'drifted')
  })
  expect(firstFault(walked)?.[0]).toBe('VERIFY')
})

test.each(['terraform', 'ansible'])(
  '%s stays below the directory in which Muster was started',
  async (name) => {
    const { walk } = await openProject()
    for (const directory of ['../elsewhere', '/tmp/elsewhere'])
      expect(firstFault(await walk(name, { directory }))?.[0]).toBe('PLAN')
  },
)

test('ansible on the local target writes a file for each host and removes those of others', async () => {
  const { directory, walk } = await openProject()
  const home = join(directory, 'muster-demo', 'development', 'hosts')
  const first = await walk('ansible', {})
  expect(firstFault(first)).toBeNull()
  expect(first.outputs).toMatchObject({ changes: 2, applied: 2 })
  expect(await readFile(join(home, 'web-1.conf'), 'utf8')).toBe('log_level = "info"\ntimezone = "UTC"\n')
  await walk('ansible', { hosts: ['web-2', 'db'] })
  expect((await readdir(home)).sort()).toEqual(['db.conf', 'web-2.conf'])
})

test.each([
  ['terraform', 'terraform', '>=1.5.0', 'https://developer.hashicorp.com/terraform/install'],
  ['ansible', 'ansible-playbook', '>=2.14.0', 'pipx install'],
])(
  'with the real target and no %s, PREFLIGHT says what is missing and how to get it',
  async (name, binary, range, how) => {
    const { walk } = await openProject()
    const walked = await walk(name, { target: 'real' })
    const [phase, fault] = firstFault(walked) ?? []
    expect(phase).toBe('PREFLIGHT')
    expect(fault).toContain(`The agent needs \`${binary}\` ${range}, which this worker does not have.`)
    expect(fault).toContain(how)
    expect(walked.outcomes.EXIT?.kind).toBe('succeeded')
  },
)

/** A program that stands in for a real one, and writes down how it was called. */
async function fake(directory: string, name: string, script: string): Promise<string> {
  const bin = join(directory, 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(join(bin, name), `#!/bin/sh\necho "$*" >> "${directory}/calls"\n${script}\n`)
  await chmod(join(bin, name), 0o755)
  return bin
}

test('ansible on the real target checks, plays and checks again', async () => {
  const tools = await openProject()
  const bin = await fake(
    tools.directory,
    'ansible-playbook',
    `if [ "$1" = --version ]; then echo 'ansible-playbook [core 2.16.3]'; exit 0; fi
     done="${tools.directory}/done"
     if [ -e "$done" ]; then n=0; else n=3; fi
     [ "$1" = --check ] || touch "$done"
     echo "web-1 : ok=4 changed=$n unreachable=0 failed=0"`,
  )
  const { directory, walk } = await openProject({ path: bin })
  await mkdir(join(directory, 'muster-demo'))
  const walked = await walk('ansible', { target: 'real', environment: 'staging' })
  expect(firstFault(walked)).toBeNull()
  expect(walked.outcomes.PLAN?.record['plan']).toMatchObject({
    actions: [{ verb: 'configure', target: 'web-1', tasks: 3 }],
  })
  const extra = '-i inventory -e environment_name=staging site.yml'
  expect((await readFile(join(tools.directory, 'calls'), 'utf8')).trim().split('\n')).toEqual([
    '--version',
    `--check --diff ${extra}`,
    `--diff ${extra}`,
    `--check ${extra}`,
  ])
})

test('code-review counts files, marks and files that are too long, and changes nothing', async () => {
  const { directory, walk } = await openProject()
  await mkdir(join(directory, 'src', 'node_modules'), { recursive: true })
  await writeFile(join(directory, 'src', 'a.ts'), '// TODO one\nconst a = 1\n// FIXME two')
  await writeFile(join(directory, 'src', 'long.txt'), 'x\n'.repeat(11))
  await writeFile(join(directory, 'src', 'binary'), 'TODO\0')
  await writeFile(join(directory, 'src', 'node_modules', 'b.ts'), 'TODO')
  const walked = await walk('code-review', { path: 'src', max_lines: 10 })
  expect(firstFault(walked)).toBeNull()
  expect(walked.outputs).toEqual({ files: 2, lines: 14, marks: 2, oversized: 1, findings: 3 })
  expect(await walked.artifact('review.md')).toContain('- `src/a.ts:3` FIXME')
  expect(await walked.artifact('findings.json')).toContain('"11 lines"')
  expect(firstFault(await walk('code-review', { path: 'src', max_findings: 1 }))?.[0]).toBe('VERIFY')
  expect(firstFault(await walk('code-review', { path: 'nowhere' }))?.[0]).toBe('PLAN')
})

test('default records what it was given and runs nothing', async () => {
  const { walk } = await openProject()
  const needs = { before: { status: 'succeeded', outputs: { n: 1 }, manifest: null } } as const
  const walked = await walk('default', { message: 'A "quoted" $HOME line', facts: { a: [1] } }, needs)
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
